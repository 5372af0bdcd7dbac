package dev.sekisho.model;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what is wrong with a stream beyond its single properties. */
final class StreamChecks {

    private final StreamListener stream;
    private final Map<String, Upstream> upstreams;
    private final List<Problem> problems;

    private StreamChecks(StreamListener stream, Map<String, Upstream> upstreams, List<Problem> problems) {
        this.stream = stream;
        this.upstreams = upstreams;
        this.problems = problems;
    }

    /** Adds what is wrong; {@code upstreams} by their names. */
    static void check(StreamListener stream, Map<String, Upstream> upstreams, List<Problem> problems) {
        StreamChecks checks = new StreamChecks(stream, upstreams, problems);
        if (stream.protocol() == StreamProtocol.UDP) {
            checks.datagrams();
        }
        checks.names();
        stream.to().ifPresent(checks::upstream);
        stream.sni().stream().map(SniRoute::to).distinct().forEach(checks::upstream);
    }

    private void datagrams() {
        tcpOnly(!stream.sni().isEmpty(), "sni");
        tcpOnly(stream.tls().isPresent(), "tls");
        tcpOnly(stream.proxyProtocol().isPresent(), "proxyProtocol");
    }

    private void tcpOnly(boolean given, String name) {
        if (given) {
            error("model.stream-udp", name + ": given (expected: only with protocol tcp)", "remove " + name);
        }
    }

    private void names() {
        if (stream.to().isEmpty() && stream.sni().isEmpty()) {
            error("model.stream-target", "to: missing (expected: an upstream, or sni with some)", "");
        }
        if (!stream.sni().isEmpty() && stream.tls().isPresent()) {
            String message =
                    "sni and tls: both given (expected: sni, where TLS is passed through, or tls, where it ends here)";
            error("model.stream-tls", message, "remove one of them");
        }
        Set<HostPattern> seen = new HashSet<>();
        for (SniRoute route : stream.sni()) {
            for (HostPattern host : route.hosts()) {
                if (!seen.add(host)) {
                    error("model.stream-name", "hosts: " + host + " (expected: each name once in a stream)", "");
                }
            }
        }
    }

    private void upstream(String name) {
        Upstream upstream = upstreams.get(name);
        if (upstream == null) {
            return;
        }
        if (stream.protocol() == StreamProtocol.UDP && upstream.tls().isPresent()) {
            error("model.stream-udp", "to: " + name + " (expected: an upstream without tls, for protocol udp)", "");
        }
        if (stream.protocol() == StreamProtocol.UDP && upstream.proxyProtocol() != ProxyHeader.OFF) {
            error("model.stream-udp", "to: " + name + " (expected: one without proxyProtocol, for protocol udp)", "");
        }
        boolean byRequest =
                upstream.balance().hash().filter(key -> !key.address()).isPresent();
        if (byRequest || upstream.balance().sticky().isPresent()) {
            String message = "to: " + name + " (expected: an upstream that does not go by requests, as its balance."
                    + (byRequest ? "hash" : "sticky") + " does; streams go by the client's address)";
            problems.add(new Problem(stream.origin(), "model.stream-balance", message, "", false));
        }
    }

    private void error(String code, String message, String fix) {
        problems.add(new Problem(stream.origin(), code, message, fix, true));
    }
}
