package dev.sekisho.policy.log;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import java.time.Duration;

/** Settings of {@code queue} of the {@code log} policy; the terms are those of Kong's queues. */
public record LogQueueConfig(
        @Property(
                value = "Records that wait at most; beyond it the oldest are dropped.",
                defaultValue = "10000",
                min = "1",
                max = "1000000")
        int maxEntries,

        @Property(
                value = "Bytes that waiting records take at most; beyond it the oldest are dropped.",
                defaultValue = "32MiB",
                min = "128KiB",
                max = "4GiB")
        Size maxBytes,

        @Property(
                value = "Records of one request of http; where it is more than 1, its body is an array.",
                defaultValue = "1",
                min = "1",
                max = "10000")
        int maxBatch,

        @Property(
                value = "How long a request of http waits for its batch to fill.",
                defaultValue = "1s",
                min = "0s",
                max = "1h")
        Duration maxDelay,

        @Property(
                value = "Pause behind the first failure; each further one doubles it.",
                defaultValue = "100ms",
                min = "1ms",
                max = "1h")
        Duration initialRetryDelay,

        @Property(value = "Longest pause.", defaultValue = "60s", min = "1ms", max = "1h")
        Duration maxRetryDelay,

        @Property(
                value = "How long records are tried before they are given up.",
                defaultValue = "60s",
                min = "0s",
                max = "1d")
        Duration maxRetryTime) {

    /** What holds where nothing is given. */
    public static final LogQueueConfig DEFAULT = new LogQueueConfig(
            10_000,
            new Size(32L << 20),
            1,
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
}
