package dev.sekisho.model;

import java.util.List;

/**
 * A service and the targets that serve it.
 *
 * @param origin where it was written
 */
public record Upstream(
        @Property("Name, unique among upstreams; routes name it, and it is the service label of metrics and logs.")
        String name,

        @Property("The addresses that serve it; at least one.")
        List<Target> targets,

        @Property(value = "How long the upstream may take.", defaultValue = "{}")
        UpstreamTimeouts timeouts,

        @Property(value = "Connections kept to each target.", defaultValue = "{}")
        Pool pool,

        @Property(value = "How names of targets are looked up.", defaultValue = "{}")
        Dns dns,

        Origin origin) {}
