package dev.sekisho.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds settings of upstreams, and of routes to them, that have no effect or undo one another. */
final class UpstreamChecks {

    private static final Http2Bounds DEFAULT_HTTP2 = new Http2Bounds(100);

    private final List<Problem> problems;

    private UpstreamChecks(List<Problem> problems) {
        this.problems = problems;
    }

    /** Adds what is odd about an upstream. */
    static void check(Upstream upstream, List<Problem> problems) {
        UpstreamChecks checks = new UpstreamChecks(problems);
        upstream.health().active().ifPresent(active -> checks.probe(upstream.origin(), active));
        checks.http2(upstream);
        Balance balance = upstream.balance();
        if (balance.hash().isPresent() && !balance.algorithm().hasKey()) {
            checks.warn(
                    upstream.origin(),
                    "model.hash-unused",
                    "balance.hash: given (expected: only with algorithm ring-hash, maglev, modulo-hash or ketama, which go by it)",
                    "set balance.algorithm, or remove hash");
        }
    }

    private void http2(Upstream upstream) {
        boolean clear = upstream.tls().isEmpty();
        if (upstream.protocol() == Protocol.AUTO && clear) {
            String message =
                    "protocol: auto (expected: only with tls, whose handshake chooses; in the clear it is http1)";
            warn(upstream.origin(), "model.protocol-auto", message, "set protocol to http1 or http2, or add tls");
        }
        boolean given = !upstream.http2().equals(DEFAULT_HTTP2);
        if (given && upstream.protocol() == Protocol.HTTP1) {
            String message = "http2: given (expected: only with protocol http2 or auto)";
            warn(upstream.origin(), "model.http2-unused", message, "set protocol, or remove http2");
        }
        if (upstream.protocol() != Protocol.HTTP1 && upstream.proxyProtocol() != ProxyHeader.OFF) {
            String message =
                    "proxyProtocol: " + upstream.proxyProtocol() + " (expected: off with protocol http2 or auto, "
                            + "whose connections are shared by clients, where the header names one)";
            problems.add(
                    new Problem(upstream.origin(), "model.proxy-protocol", message, "set protocol to http1", true));
        }
    }

    private void probe(Origin at, ActiveHealth active) {
        ActiveHealth.Kind type = active.type();
        unused(at, type.isHttp(), !active.path().equals("/"), "path", "http or https");
        unused(at, type.isHttp(), !active.expect().isEmpty(), "expect", "http or https");
        unused(at, type != ActiveHealth.Kind.TCP, active.host().isPresent(), "host", "http, https, grpc or grpcs");
        unused(at, type.isGrpc(), active.service().isPresent(), "service", "grpc or grpcs");
        unused(at, type.isTls(), !active.verify(), "verify", "https or grpcs");
    }

    private void unused(Origin at, boolean effective, boolean given, String name, String types) {
        if (given && !effective) {
            String message = "health.active." + name + ": given (expected: only with type " + types + ")";
            warn(at, "model.probe-unused", message, "set health.active.type, or remove " + name);
        }
    }

    /** What checks of routes look at; while it stays, routes that were good are good. */
    static Object seenByRoutes(Upstream upstream) {
        return List.of(
                upstream.name(),
                upstream.balance().sticky(),
                upstream.targetsFile(),
                upstream.tls().isPresent(),
                upstream.targets().stream().map(Target::labels).toList());
    }

    /** Adds what is odd about a route; {@code upstreams} by their names. */
    static void check(Route route, Map<String, Upstream> upstreams, List<Problem> problems) {
        UpstreamChecks checks = new UpstreamChecks(problems);
        switch (route.to()) {
            case Backend.ToUpstream to -> checks.labels(route, to.upstream(), to.labels(), upstreams);
            case Backend.Split to -> checks.split(route, to, upstreams);
            case Backend.Redirect _, Backend.Respond _, Backend.Files _ -> checks.noCall(route);
        }
    }

    private void split(Route route, Backend.Split to, Map<String, Upstream> upstreams) {
        for (Backend.Share share : to.split()) {
            labels(route, share.upstream(), share.labels(), upstreams);
            Upstream upstream = upstreams.get(share.upstream());
            String cookie = to.sticky().map(Sticky::cookie).orElse("");
            if (upstream != null
                    && upstream.balance()
                            .sticky()
                            .filter(s -> s.cookie().equals(cookie))
                            .isPresent()) {
                String message = "sticky.cookie: " + cookie + " (expected: another name than that of upstream "
                        + share.upstream() + ", whose targets it would overwrite)";
                warn(route.origin(), "model.same-cookie", message, "name one of the two cookies otherwise");
            }
        }
    }

    private void labels(Route route, String name, Map<String, String> labels, Map<String, Upstream> upstreams) {
        Upstream upstream = upstreams.get(name);
        if (labels.isEmpty() || upstream == null || upstream.targetsFile().isPresent()) {
            return;
        }
        boolean some = upstream.targets().stream()
                .anyMatch(target -> target.labels().entrySet().containsAll(labels.entrySet()));
        if (!some) {
            String message = "labels: " + labels + " (expected: those of some target of upstream " + name + ")";
            warn(route.origin(), "model.no-such-labels", message, "");
        }
    }

    private void noCall(Route route) {
        List<String> unused = new ArrayList<>();
        route.timeout().ifPresent(_ -> unused.add("timeout"));
        route.retry().ifPresent(_ -> unused.add("retry"));
        route.fallback().ifPresent(_ -> unused.add("fallback"));
        route.mirror().ifPresent(_ -> unused.add("mirror"));
        if (!unused.isEmpty()) {
            String message = String.join(", ", unused) + ": given (expected: only where an upstream is called)";
            warn(route.origin(), "model.no-call", message, "");
        }
    }

    private void warn(Origin at, String code, String message, String fix) {
        problems.add(new Problem(at, code, message, fix, false));
    }
}
