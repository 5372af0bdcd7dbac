package dev.sekisho.model;

import java.time.Duration;
import java.util.List;

/** A circuit breaker: once too many calls fail, none is made for a while; then a few are tried. */
public record Breaker(
        @Property(value = "What it watches.", defaultValue = "upstream")
        Scope scope,

        @Property(value = "Failures in a row that open it; 0 for never.", defaultValue = "5", min = "0", max = "1000")
        int consecutiveFailures,

        @Property(
                value = "Percentage of failures in the window that opens it; 0 for never.",
                defaultValue = "50",
                min = "0",
                max = "100")
        int errorRate,

        @Property(
                value = "Calls that the error rate is taken over; it counts once there were so many.",
                defaultValue = "10",
                min = "1",
                max = "1000")
        int window,

        @Property(value = "Time from opening to the first trial.", defaultValue = "30s", min = "10ms", max = "24h")
        Duration open,

        @Property(value = "Trials at once while it is half open.", defaultValue = "1", min = "1", max = "63")
        int trials,

        @Property(value = "Successful trials that close it.", defaultValue = "3", min = "1", max = "63")
        int successes,

        @Property(value = "Statuses that count as failures; left out, 5xx.")
        List<StatusPattern> statuses) {

    /** What a breaker watches. */
    public enum Scope {
        /** The upstream as a whole; open, requests are answered 503. */
        UPSTREAM,
        /** Each target by itself; open, the others serve. */
        TARGET,
        /** Both. */
        BOTH
    }
}
