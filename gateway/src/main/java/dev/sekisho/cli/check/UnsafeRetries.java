package dev.sekisho.cli.check;

import dev.sekisho.model.Backend;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Route;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.ValuePattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls that are made again although the service may have carried them out. */
final class UnsafeRetries {

    /** RFC 9110 section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private UnsafeRetries() {}

    static void look(Model model, Findings findings) {
        for (Route route : model.routes()) {
            route.retry()
                    .filter(UnsafeRetries::isUnsafe)
                    .flatMap(_ -> harmed(route))
                    .ifPresent(methods -> add(route.origin(), "route " + route.name(), methods, findings));
        }
        for (Upstream upstream : model.upstreams()) {
            upstream.retry()
                    .filter(UnsafeRetries::isUnsafe)
                    .flatMap(_ -> model.routes().stream()
                            .filter(route ->
                                    route.retry().isEmpty() && names(route).contains(upstream.name()))
                            .flatMap(route -> harmed(route).stream())
                            .findFirst())
                    .ifPresent(methods -> add(upstream.origin(), "upstream " + upstream.name(), methods, findings));
        }
    }

    private static boolean isUnsafe(Retry retry) {
        return retry.unsafe() && retry.attempts() > 0 && retry.grpcStatuses().isEmpty();
    }

    /** The methods of the route that must not be repeated, in words; empty where there are none. */
    private static Optional<String> harmed(Route route) {
        boolean keyed = route.match().headers().entrySet().stream()
                .anyMatch(field -> field.getKey().equalsIgnoreCase("Idempotency-Key")
                        && !(field.getValue() instanceof ValuePattern.Absent));
        boolean called = !names(route).isEmpty();
        List<String> methods = route.match().method();
        if (keyed || !called) {
            return Optional.empty();
        }
        if (methods.isEmpty()) {
            return Optional.of("every method, POST and PATCH included");
        }
        List<String> harmed =
                methods.stream().filter(method -> !IDEMPOTENT.contains(method)).toList();
        return harmed.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", harmed));
    }

    private static List<String> names(Route route) {
        return switch (route.to()) {
            case Backend.ToUpstream to -> List.of(to.upstream());
            case Backend.Split split ->
                split.split().stream().map(Backend.Share::upstream).toList();
            case Backend.Redirect _, Backend.Respond _, Backend.Files _ -> List.of();
        };
    }

    private static void add(Origin at, String what, String methods, Findings findings) {
        findings.add(
                "retry.unsafe",
                at,
                what + ": retry.unsafe for " + methods + " (expected: false, or methods that may be repeated)",
                "remove unsafe: requests with an Idempotency-Key are repeated without it");
    }
}
