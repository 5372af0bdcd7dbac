package dev.sekisho.model;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
            new Kind("jwt", Consumer::jwt, "jwt", "jwt with consumers: true", CredentialUse::knowsConsumers),
            new Kind("hmac", Consumer::hmac, "hmac", "hmac", config -> true),
            new Kind(
                    "certificates",
                    Consumer::certificates,
                    "mtls",
                    "mtls with consumers: true",
                    CredentialUse::knowsConsumers));

    private final Model model;
    private final List<PolicySpec> policies;

    private CredentialUse(Model model) {
        this.model = model;
        this.policies = ServingPolicies.of(model);
    }

    static void check(Model model, List<Problem> problems) {
        problems.addAll(new CredentialUse(model).problems());
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
                .filter(spec -> spec.type().equals(KEYS.type()) && !hasKeysElsewhere(spec))
                .findFirst()
                .map(spec -> new Problem(
                        spec.origin(),
                        "model.no-credentials",
                        message,
                        "give a consumer keys, or remove the policy",
                        false));
    }

    private static boolean knowsConsumers(Record config) {
        return setting(config, "consumers").equals(Optional.of(true));
    }

    /** Whether it reads keys that the configuration does not have. */
    static boolean hasKeysElsewhere(PolicySpec spec) {
        return spec.type().equals(KEYS.type())
                && setting(spec.config(), "store")
                        .filter(store -> !store.equals(Optional.empty()))
                        .isPresent();
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
