package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/**
 * A service and the targets that serve it.
 *
 * @param origin where it was written
 */
public record Upstream(
        @Property("Name, unique among upstreams; routes name it, and it is the service label of metrics and logs.")
        String name,

        @Property("The addresses that serve it; at least one, unless they come from a file.")
        List<Target> targets,

        @Property(
                "A YAML or JSON file with a list of further targets, read again when it changes; one that cannot be read "
                        + "leaves the last good list in place.")
        Optional<String> targetsFile,

        @Property(value = "Which target serves a request.", defaultValue = "{}")
        Balance balance,

        @Property(value = "How it is found out which targets can serve.", defaultValue = "{}")
        Health health,

        @Property("Makes no calls for a while, once too many fail; left out, calls are always made.")
        Optional<Breaker> breaker,

        @Property(
                "Which calls are made again; left out, one whose connection ended before a response, once, at once, where its "
                        + "method is idempotent.")
        Optional<Retry> retry,

        @Property(value = "How much may be under way at once.", defaultValue = "{}")
        Caps limits,

        @Property(value = "How long the upstream may take.", defaultValue = "{}")
        UpstreamTimeouts timeouts,

        @Property(value = "Connections kept to each target.", defaultValue = "{}")
        Pool pool,

        @Property("How connections are encrypted; left out, they are not.")
        Optional<UpstreamTls> tls,

        @Property(value = "What is spoken to the targets.", defaultValue = "http1")
        Protocol protocol,

        @Property(value = "Bounds of connections that speak HTTP/2.", defaultValue = "{}")
        Http2Bounds http2,

        @Property(
                value =
                        "Header of the PROXY protocol that goes ahead of each connection, before TLS, and tells the client's "
                                + "address. An HTTP connection then serves one request and is closed.",
                defaultValue = "off")
        ProxyHeader proxyProtocol,

        @Property(value = "How names of targets are looked up.", defaultValue = "{}")
        Dns dns,

        Origin origin) {}
