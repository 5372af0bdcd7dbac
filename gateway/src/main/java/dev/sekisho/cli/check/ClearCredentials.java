package dev.sekisho.cli.check;

import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import dev.sekisho.snapshot.PolicyChains;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Listeners in the clear, beyond this machine, in front of routes that ask for credentials which can be used again. */
final class ClearCredentials {

    /** Policies whose credential is sent as it is; signatures and certificates are none of these. */
    private static final Set<String> BEARERS = Set.of("basic", "key-auth", "jwt", "introspection");

    private static final String NEEDS_TLS = "require-tls";

    private ClearCredentials() {}

    static void look(Model model, Findings findings) {
        List<Listener> open =
                model.listeners().stream().filter(ClearCredentials::isOpen).toList();
        if (open.isEmpty()) {
            return;
        }
        first(model)
                .ifPresent(
                        message -> open.forEach(
                                listener -> findings.add(
                                        "listener.credentials-in-clear",
                                        listener.origin(),
                                        "listener " + listener.name() + ": no tls, and " + message + " (expected: tls)",
                                        "add tls or redirectToHttps; where TLS ends in front of it, name that proxy under trustedProxies")));
    }

    private static boolean isOpen(Listener listener) {
        return listener.tls().isEmpty()
                && listener.redirectToHttps().isEmpty()
                && listener.trustedProxies().isEmpty()
                && listener.proxyProtocol().isEmpty()
                && !Loopback.is(listener.address());
    }

    private static Optional<String> first(Model model) {
        for (Route route : model.routes()) {
            List<PolicySpec> chain = PolicyChains.specs(route, model);
            if (chain.stream().noneMatch(spec -> spec.type().equals(NEEDS_TLS))) {
                Optional<String> type = chain.stream()
                        .flatMap(ClearCredentials::parts)
                        .map(PolicySpec::type)
                        .filter(BEARERS::contains)
                        .findFirst();
                if (type.isPresent()) {
                    return Optional.of("route " + route.name() + " asks for credentials by " + type.get());
                }
            }
        }
        return Optional.empty();
    }

    /** The policy itself, and those that it is made of. */
    private static Stream<PolicySpec> parts(PolicySpec spec) {
        if (!(spec.config() instanceof PolicyGroup group)) {
            return Stream.of(spec);
        }
        Stream<PolicySpec> inside = group.policies().stream()
                .flatMap(use -> use instanceof PolicyUse.Inline(PolicySpec part) ? parts(part) : Stream.empty());
        return Stream.concat(Stream.of(spec), inside);
    }
}
