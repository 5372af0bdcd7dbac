package dev.sekisho.model;

import java.time.Duration;
import java.util.Optional;

/** Connections to one target that are kept open between requests. Counts are per gateway, shared evenly by its event loops. */
public record Pool(
        @Property(
                value = "Connections in use and idle at once to one target; a request beyond waits, then gets 503.",
                defaultValue = "1024",
                min = "1",
                max = "1000000")
        int size,

        @Property(
                value =
                        "Idle connections kept to one target; beyond, one is closed once its request is done. None given: size.",
                min = "0",
                max = "1000000",
                example = "256")
        Optional<Integer> maxIdle,

        @Property(
                value = "How long a connection may stay idle; keep it below the keep-alive of the service.",
                defaultValue = "60s",
                min = "10ms",
                max = "24h")
        Duration idle,

        @Property(
                value = "Age after which a connection serves no further request.",
                defaultValue = "1h",
                min = "100ms",
                max = "30d")
        Duration lifetime,

        @Property(
                value = "How long a request may wait for a connection once the pool is full.",
                defaultValue = "1s",
                min = "0",
                max = "1h")
        Duration queueTimeout) {

    /** Idle connections kept to one target. */
    public int kept() {
        return maxIdle.orElse(size);
    }
}
