package dev.sekisho.model;

/** Bounds of connections to targets that speak HTTP/2. */
public record Http2Bounds(
        @Property(
                value =
                        "Requests that one connection carries at once, or fewer where the target allows fewer. The next one "
                                + "opens another connection, up to pool.size.",
                defaultValue = "100",
                min = "1",
                max = "1000")
        int maxConcurrentStreams) {}
