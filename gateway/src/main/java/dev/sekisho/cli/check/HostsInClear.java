package dev.sekisho.cli.check;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Match;
import dev.sekisho.model.Model;
import dev.sekisho.model.Route;
import dev.sekisho.model.Scheme;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Hosts that clients reach in the clear only, beside others that have TLS. Where nothing has TLS it ends in front of the gateway, and
 * listeners of this machine alone are left out.
 */
final class HostsInClear {

    private HostsInClear() {}

    static void look(Model model, Findings findings) {
        List<Listener> encrypted = model.listeners().stream()
                .filter(listener -> listener.tls().isPresent())
                .toList();
        boolean open = model.listeners().stream()
                .anyMatch(listener -> listener.tls().isEmpty() && !Loopback.is(listener.address()));
        if (encrypted.isEmpty() || !open) {
            return;
        }
        Set<String> secure = model.routes().stream()
                .filter(route -> encrypted.stream().anyMatch(listener -> isServed(route.match(), listener)))
                .flatMap(route -> hosts(route).stream())
                .collect(Collectors.toSet());
        Set<String> told = new TreeSet<>();
        for (Route route : model.routes()) {
            for (String host : hosts(route)) {
                if (!secure.contains(host) && told.add(host)) {
                    findings.add(
                            "host.in-clear",
                            route.origin(),
                            "host " + host + ": no listener with TLS serves it (expected: one, as for other hosts)",
                            "serve the host on a listener with TLS, and send clients of the others there");
                }
            }
        }
    }

    private static List<String> hosts(Route route) {
        return route.match().internal()
                ? List.of()
                : route.match().host().stream()
                        .map(HostPattern::anyPort)
                        .map(HostPattern::toString)
                        .toList();
    }

    private static boolean isServed(Match match, Listener listener) {
        boolean scheme = match.scheme().filter(Scheme.HTTP::equals).isEmpty();
        return scheme && (match.listener().isEmpty() || match.listener().contains(listener.name()));
    }
}
