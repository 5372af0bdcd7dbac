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
                value =
                        "Idle connections that each event loop keeps to one target, in place of maxIdle: as nginx and Kong count them,"
                                + " whose workers keep so many each.",
                min = "0",
                max = "1000000",
                example = "64")
        Optional<Integer> maxIdlePerLoop,

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

    /** Idle connections that one of so many event loops keeps to one target. */
    public int keptPerLoop(int loops) {
        return maxIdlePerLoop.orElseGet(() -> (maxIdle.orElse(size) + loops - 1) / loops);
    }
}
