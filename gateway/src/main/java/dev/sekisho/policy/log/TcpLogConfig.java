package dev.sekisho.policy.log;

import dev.sekisho.model.Address;
import dev.sekisho.model.Property;
import dev.sekisho.model.UpstreamTls;
import java.time.Duration;
import java.util.Optional;

/** Settings of {@code tcp} of the {@code log} policy. */
public record TcpLogConfig(
        @Property(value = "Where records go.", example = "logs.internal:5140")
        Address address,

        @Property("How the connection is encrypted; left out, it is not.")
        Optional<UpstreamTls> tls,

        @Property(
                value = "Longest time for connecting, and for each writing.",
                defaultValue = "10s",
                min = "10ms",
                max = "5m")
        Duration timeout,

        @Property(
                value = "How long a connection without records is kept.",
                defaultValue = "60s",
                min = "1s",
                max = "1d")
        Duration keepalive) {}
