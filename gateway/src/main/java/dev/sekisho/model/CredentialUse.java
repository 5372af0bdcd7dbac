package dev.sekisho.model;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the credentials of consumers and the policies that read them find each other: a key that no policy asks for opens
 * nothing, and a policy that no key satisfies lets nobody in. Both are warnings, one for each kind of credential.
 */
final class CredentialUse {

    /**
     * A kind of credential.
     *
     * @param name as consumers have it
     * @param held those of a consumer
     * @param type the policy that reads them
     * @param expected that policy, and how it must be set
     * @param reads whether it is set so
     */
    private record Kind(
            String name, Function<Consumer, List<?>> held, String type, String expected, Predicate<Record> reads) {}

    private static final Kind KEYS = new Kind("keys", Consumer::keys, "key-auth", "key-auth", config -> true);

    private static final List<Kind> KINDS = List.of(
            KEYS,
            new Kind(
                    "basic",
                    Consumer::basic,
                    "basic",
                    "basic without htpasswd",
                    config -> setting(config, "htpasswd").equals(Optional.of(Optional.empty()))),
            new Kind(
                    "jwt",
                    Consumer::jwt,
                    "jwt",
                    "jwt with consumers: true",
                    config -> setting(config, "consumers").equals(Optional.of(true))));

    private final Model model;
    private final Map<Class<?>, List<RecordComponent>> nests =
            new HashMap<>(); // looked up once a type, not once a route
    private final List<PolicySpec> policies = new ArrayList<>(); // those that serve, and those in their settings

    private CredentialUse(Model model) {
        this.model = model;
    }

    static void check(Model model, List<Problem> problems) {
        CredentialUse use = new CredentialUse(model);
        use.collect();
        problems.addAll(use.problems());
    }

    private void collect() {
        Map<String, PolicySpec> named = model.policies().stream()
                .filter(spec -> spec.name().isPresent())
                .collect(Collectors.toMap(spec -> spec.name().orElseThrow(), spec -> spec, (a, b) -> a));
        model.policies().stream().filter(spec -> spec.name().isEmpty()).forEach(this::add);
        for (Route route : model.routes()) {
            for (PolicyUse use : route.policies()) {
                switch (use) {
                    case PolicyUse.Inline(PolicySpec spec) -> add(spec);
                    case PolicyUse.Named(String name, Origin _) ->
                        Optional.ofNullable(named.remove(name)).ifPresent(this::add); // once is enough
                }
            }
        }
    }

    /** Adds a policy and, where its settings hold others, those too. */
    private void add(PolicySpec spec) {
        policies.add(spec);
        for (RecordComponent component : nests.computeIfAbsent(spec.config().getClass(), CredentialUse::nests)) {
            Object value = value(spec.config(), component);
            Stream<?> inner = switch (value) {
                case List<?> list -> list.stream();
                case Optional<?> one -> one.stream();
                default -> Stream.of(value);
            };
            inner.forEach(each -> {
                if (each instanceof PolicySpec nested) {
                    add(nested);
                }
            });
        }
    }

    /** The settings of a policy that may hold others. */
    private static List<RecordComponent> nests(Class<?> config) {
        return Stream.of(config.getRecordComponents())
                .filter(component -> component.getGenericType().getTypeName().contains(PolicySpec.class.getName()))
                .toList();
    }

    private List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        KINDS.forEach(kind -> unread(kind).ifPresent(problems::add));
        locked().ifPresent(problems::add);
        return problems;
    }

    private Optional<Problem> unread(Kind kind) {
        boolean read = policies.stream()
                .anyMatch(
                        spec -> spec.type().equals(kind.type()) && kind.reads().test(spec.config()));
        if (read) {
            return Optional.empty();
        }
        String message = kind.name() + ": no policy reads them (expected: " + kind.expected() + ")";
        return holder(kind)
                .map(consumer -> new Problem(
                        consumer.origin(),
                        "model.unused",
                        message,
                        "add the policy to a route, or remove them",
                        false));
    }

    private Optional<Consumer> holder(Kind kind) {
        return model.consumers().stream()
                .filter(consumer -> !kind.held().apply(consumer).isEmpty())
                .findFirst();
    }

    /** A policy that asks for keys where there are none. */
    private Optional<Problem> locked() {
        if (holder(KEYS).isPresent()) {
            return Optional.empty();
        }
        String message = KEYS.type() + ": no consumer has a key (expected: one, or nobody gets in by it)";
        return policies.stream()
                .filter(spec -> spec.type().equals(KEYS.type()))
                .findFirst()
                .map(spec -> new Problem(
                        spec.origin(),
                        "model.no-credentials",
                        message,
                        "give a consumer keys, or remove the policy",
                        false));
    }

    private static Optional<Object> setting(Record config, String name) {
        return Stream.of(config.getClass().getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .map(component -> value(config, component))
                .findFirst();
    }

    private static Object value(Record config, RecordComponent component) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + ": not readable (expected: a public record)", e);
        }
    }
}
