package dev.sekisho.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what is wrong with routes for CONNECT, and with the listeners that are to serve it. */
final class ConnectChecks {

    private final Route route;
    private final List<Problem> problems;

    private ConnectChecks(Route route, List<Problem> problems) {
        this.route = route;
        this.problems = problems;
    }

    /** Adds what is wrong with a route; {@code upstreams} by their names. */
    static void check(Route route, Map<String, Upstream> upstreams, List<Problem> problems) {
        ConnectChecks checks = new ConnectChecks(route, problems);
        if (route.match().connect().isEmpty()) {
            checks.others();
            return;
        }
        checks.match();
        checks.call();
        checks.backend(upstreams);
    }

    /** A route for other methods. */
    private void others() {
        if (route.match().method().contains("CONNECT")) {
            String message = "method: CONNECT (expected: match.connect with the ports, which takes its place)";
            error("connect-method", message, "write match: { host: db.internal, connect: 5432 }");
        }
        if (route.timeouts().tunnel().isPresent()) {
            String message = "timeouts.tunnel: given (expected: only with match.connect)";
            problems.add(new Problem(route.origin(), "model.tunnel-unused", message, "remove tunnel", false));
        }
    }

    private void match() {
        Match match = route.match();
        if (match.host().isEmpty()) {
            String message = "connect: without host (expected: match.host with the names that a client may ask for)";
            error("connect-host", message, "add host to match");
        }
        for (int port : match.connect()) {
            if (port < 1 || port > 65_535) {
                error("connect-port", "connect: " + port + " (expected: 1 to 65535)", "");
            }
        }
        List<String> given = new ArrayList<>();
        add(!match.path().isEmpty(), "path", given);
        add(!match.method().isEmpty(), "method", given);
        add(!match.query().isEmpty(), "query", given);
        add(match.encodedSeparators(), "encodedSeparators", given);
        unusable(given, "match.", "CONNECT has a host and a port, and nothing else of a target");
    }

    private void call() {
        List<String> given = new ArrayList<>();
        add(!route.rewrite().equals(Rewrite.NONE), "rewrite", given);
        add(route.timeout().isPresent(), "timeout", given);
        add(route.timeouts().read().isPresent(), "timeouts.read", given);
        add(route.timeouts().eventStream().isPresent(), "timeouts.eventStream", given);
        add(route.retry().isPresent(), "retry", given);
        add(route.fallback().isPresent(), "fallback", given);
        add(route.mirror().isPresent(), "mirror", given);
        unusable(given, "", "no request is sent through a tunnel that the gateway could see");
    }

    private static void add(boolean used, String name, List<String> given) {
        if (used) {
            given.add(name);
        }
    }

    private void unusable(List<String> given, String where, String why) {
        if (!given.isEmpty()) {
            String message =
                    where + String.join(", " + where, given) + ": beside connect (expected: without; " + why + ")";
            error("connect-unused", message, "remove " + String.join(", ", given));
        }
    }

    private void backend(Map<String, Upstream> upstreams) {
        if (!(route.to() instanceof Backend.ToUpstream to)) {
            error("connect-backend", "to: no upstream (expected: one upstream, for connect)", "");
            return;
        }
        Upstream upstream = upstreams.get(to.upstream());
        if (upstream != null && upstream.tls().isPresent()) {
            String message = "to: " + to.upstream() + " (expected: an upstream without tls, for connect: "
                    + "what a client sends through a tunnel passes as it is)";
            error("connect-tls", message, "");
        }
    }

    private void error(String code, String message, String fix) {
        problems.add(new Problem(route.origin(), "model." + code, message, fix, true));
    }

    /** Adds what is wrong with the listeners, or with routes that none of them serves. */
    static void listeners(Model model, List<Problem> problems) {
        boolean served = false;
        for (Listener listener : model.listeners()) {
            served |= listener.connect();
            if (listener.connect() && listener.redirectToHttps().isPresent()) {
                String message = "connect: beside redirectToHttps (expected: one of them)";
                problems.add(
                        new Problem(listener.origin(), "model.connect-redirect", message, "remove one of them", true));
            }
        }
        if (!served) {
            model.routes().stream()
                    .filter(route -> !route.match().connect().isEmpty())
                    .findFirst()
                    .ifPresent(route -> problems.add(unserved(route)));
        }
    }

    private static Problem unserved(Route route) {
        String message = "connect: given (expected: only where a listener serves CONNECT)";
        return new Problem(route.origin(), "model.connect-unserved", message, "add connect: true to a listener", false);
    }
}
