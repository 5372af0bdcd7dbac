package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Upstreams and their targets. */
final class UpstreamKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.no-targets",
                    "an upstream without a target that could serve",
                    "Every request to it would be answered 503. A weight of 0 takes a target out; targets may also come "
                            + "from a file.",
                    "Add a target with a weight above 0, or targetsFile."),
            error(
                    "model.target-address",
                    "a target without host or port",
                    "A connection needs both. Only names of services, which begin with an underscore, take the port from "
                            + "their SRV record (RFC 2782).",
                    "Write the address as host:port."),
            error(
                    "model.proxy-protocol",
                    "the PROXY protocol on connections that clients share",
                    "Its header tells one client's address for a whole connection; over HTTP/2 a connection carries the "
                            + "requests of many.",
                    "Set protocol to http1, or proxyProtocol to off."),
            warning(
                    "model.pool",
                    "a number of idle connections that does not count",
                    "pool.maxIdle has no effect: there may be fewer connections at all, or maxIdlePerLoop counts.",
                    "pool.maxIdle says how many connections stay open while unused, pool.size how many there may be;"
                            + " maxIdlePerLoop stands in place of maxIdle.",
                    "Set maxIdle to at most size, or leave out one of maxIdle and maxIdlePerLoop."),
            warning(
                    "model.hash-unused",
                    "a hash key that the algorithm does not use",
                    "Requests are balanced as if there were no key.",
                    "Only ring-hash, maglev, modulo-hash and ketama go by a key.",
                    "Set balance.algorithm to one of them, or remove hash."),
            warning(
                    "model.protocol-auto",
                    "protocol auto without tls",
                    "HTTP/1.1 is spoken.",
                    "It is the TLS handshake that chooses between HTTP/1.1 and HTTP/2 (ALPN, RFC 7301); in the clear "
                            + "nothing does.",
                    "Set protocol to http1 or http2, or add tls."),
            warning(
                    "model.http2-unused",
                    "bounds of HTTP/2 where it is not spoken",
                    "The bounds do nothing.",
                    "They hold for connections with protocol http2 or auto.",
                    "Set protocol, or remove http2."),
            warning(
                    "model.probe-unused",
                    "a setting that this type of probe does not have",
                    "Probes are sent without it.",
                    "A path and expected statuses belong to HTTP, a service to gRPC, verification to TLS.",
                    "Set health.active.type, or remove the setting."));

    private UpstreamKinds() {}
}
