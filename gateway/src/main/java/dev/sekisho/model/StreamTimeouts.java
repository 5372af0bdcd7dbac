package dev.sekisho.model;

import java.time.Duration;

/** How long a stream may rest. The time to open a connection to a target is its upstream's {@code timeouts.connect}. */
public record StreamTimeouts(
        @Property(
                value = "How long a TCP connection lives on which neither side sends or takes a byte.",
                defaultValue = "10m",
                min = "10ms",
                max = "7d")
        Duration idle,

        @Property(
                value = "How long a UDP session lives in which no datagram comes from either side.",
                defaultValue = "1m",
                min = "10ms",
                max = "24h")
        Duration session,

        @Property(
                value = "How long a client may take to send its TLS ClientHello, where its name decides.",
                defaultValue = "10s",
                min = "10ms",
                max = "5m")
        Duration hello) {}
