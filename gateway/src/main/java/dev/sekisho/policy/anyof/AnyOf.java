package dev.sekisho.policy.anyof;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code any-of}: of several ways to show who one is, one will do. */
public final class AnyOf implements PolicyType<AnyOfConfig> {

    private final Supplier<List<PolicyType<?>>> types;

    /** Alternatives of these types, which are asked for when policies are made. */
    public AnyOf(Supplier<List<PolicyType<?>>> types) {
        this.types = types;
    }

    @Override
    public String name() {
        return "any-of";
    }

    @Override
    public Class<AnyOfConfig> configType() {
        return AnyOfConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    /** One inside another would say nothing that one list does not. */
    @Override
    public boolean isAlternative() {
        return false;
    }

    @Override
    public Policy create(AnyOfConfig config, PolicyContext context) {
        if (config.policies().size() < 2) {
            throw new IllegalArgumentException(
                    "policies: " + config.policies().size() + " (expected: at least 2 policies)");
        }
        List<Alternative> alternatives = new ArrayList<>();
        for (PolicyUse use : config.policies()) {
            PolicySpec spec = inline(use);
            if (!spec.audience().isEverybody()) {
                throw new IllegalArgumentException("policies: " + spec.type() + " (" + spec.origin() + "): for: "
                        + spec.audience() + " (expected: none here; while alternatives are asked, nobody is known)");
            }
            try {
                alternatives.add(alternative(type(spec), spec, context));
            } catch (IllegalArgumentException e) {
                String message = "policies: " + spec.type() + " (" + spec.origin() + "): " + e.getMessage();
                throw new IllegalArgumentException(message, e);
            }
        }
        return new AnyOfPolicy(alternatives);
    }

    private static PolicySpec inline(PolicyUse use) {
        return switch (use) {
            case PolicyUse.Inline inline -> inline.spec();
            case PolicyUse.Named named ->
                throw new IllegalArgumentException(
                        "policies: " + FieldNames.printable(named.name()) + " (expected: the name of a policy)");
        };
    }

    private PolicyType<?> type(PolicySpec spec) {
        List<PolicyType<?>> known =
                types.get().stream().filter(PolicyType::isAlternative).toList();
        return known.stream()
                .filter(type -> type.name().equals(spec.type()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no alternative (expected: one of "
                        + known.stream().map(PolicyType::name).collect(Collectors.joining(", ")) + ")"));
    }

    private static <C extends Record> Alternative alternative(
            PolicyType<C> type, PolicySpec spec, PolicyContext context) {
        Policy policy = type.create(type.configType().cast(spec.config()), context);
        return new Alternative(type.name(), policy, type.stage() == Stage.AUTHENTICATION);
    }

    @Override
    public String describe(AnyOfConfig config) {
        return config.policies().stream()
                .map(AnyOf::inline)
                .map(spec -> spec.type() + " (" + describe(type(spec), spec) + ")")
                .collect(Collectors.joining(", ", "one of: ", ""));
    }

    private static <C extends Record> String describe(PolicyType<C> type, PolicySpec spec) {
        return type.describe(type.configType().cast(spec.config()));
    }
}
