package dev.sekisho.snapshot;

import dev.sekisho.model.Model;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies of a model by name, so that those of many routes are found without a pass over all. Immutable, thread-safe. */
public final class PolicyIndex {

    private final Map<String, PolicySpec> named;
    private final List<PolicySpec> global;

    private PolicyIndex(Map<String, PolicySpec> named, List<PolicySpec> global) {
        this.named = named;
        this.global = global;
    }

    /** That of a model. */
    public static PolicyIndex of(Model model) {
        Map<String, PolicySpec> named = new HashMap<>();
        model.policies().forEach(spec -> spec.name().ifPresent(name -> named.putIfAbsent(name, spec)));
        PolicyIndex index = new PolicyIndex(named, List.of());
        List<PolicySpec> global = model.policies().stream()
                .filter(spec -> spec.name().isEmpty())
                .map(index::resolved)
                .toList();
        return new PolicyIndex(named, global);
    }

    /** The places of a route's chain, one for each policy that runs, in its order. */
    public List<ChainPlace> places(Route route) {
        List<PolicySpec> own =
                route.policies().stream().map(use -> resolved(spec(use))).toList();
        return ChainPlace.of(own, global);
    }

    /** The places of a chain without policies of its own. */
    List<ChainPlace> places() {
        return ChainPlace.of(List.of(), global);
    }

    /** The same; where it is made of other policies, with these in place of their names. */
    public PolicySpec resolved(PolicySpec spec) {
        if (!(spec.config() instanceof PolicyGroup group)) {
            return spec;
        }
        List<PolicyUse> parts = group.policies().stream()
                .<PolicyUse>map(use -> new PolicyUse.Inline(spec(use)))
                .toList();
        return new PolicySpec(spec.name(), spec.type(), group.withPolicies(parts), spec.audience(), spec.origin());
    }

    private PolicySpec spec(PolicyUse use) {
        return switch (use) {
            case PolicyUse.Inline inline -> inline.spec();
            case PolicyUse.Named(String name, var _) ->
                Optional.ofNullable(named.get(name))
                        .orElseThrow(
                                () -> new IllegalArgumentException("policy: " + name + " (expected: a named policy)"));
        };
    }
}
