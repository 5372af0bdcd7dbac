package dev.sekisho.model;

import java.time.Duration;

/** How long a client may take before its connection is answered 408 or closed. */
public record ClientTimeouts(
        @Property(
                value = "From the first byte of a head to its last; beyond it 408.",
                defaultValue = "10s",
                min = "10ms",
                max = "1h")
        Duration head,

        @Property(
                value = "Longest pause between two pieces of a request body; beyond it 408.",
                defaultValue = "30s",
                min = "10ms",
                max = "1h")
        Duration body,

        @Property(
                value = "Longest pause while a client takes no bytes of its response; beyond it the connection closes.",
                defaultValue = "30s",
                min = "10ms",
                max = "1h")
        Duration write,

        @Property(
                value = "How long a connection stays open between two requests.",
                defaultValue = "75s",
                min = "10ms",
                max = "24h")
        Duration idle,

        @Property(
                value = "Age at which a connection closes with its next response; 0 sets no limit.",
                defaultValue = "0",
                min = "0",
                max = "30d")
        Duration lifetime) {

    /** Without a limit on the age of a connection. */
    public ClientTimeouts(Duration head, Duration body, Duration write, Duration idle) {
        this(head, body, write, idle, Duration.ZERO);
    }
}
