package dev.sekisho.policy.log;

import dev.sekisho.model.Address;
import dev.sekisho.model.Property;
import java.time.Duration;

/** Settings of {@code udp} of the {@code log} policy. */
public record UdpLogConfig(
        @Property(value = "Where records go.", example = "logs.internal:5140")
        Address address,

        @Property(value = "Longest time for looking up the address.", defaultValue = "10s", min = "10ms", max = "5m")
        Duration timeout) {}
