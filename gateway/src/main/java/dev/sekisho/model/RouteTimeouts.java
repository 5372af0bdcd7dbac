package dev.sekisho.model;

import java.time.Duration;
import java.util.Optional;

/** How long the upstream of a route may take, in place of what the upstream itself says. */
public record RouteTimeouts(
        @Property(
                value =
                        "Longest wait for the response head, and between two pieces of the body, such as 90s where clients "
                                + "poll for a minute; left out, that of the upstream.",
                min = "1ms",
                max = "24h",
                example = "90s")
        Optional<Duration> read,

        @Property(
                value =
                        "Longest pause in a stream of events (text/event-stream); 0 for no limit; left out, that of the "
                                + "upstream.",
                min = "0",
                max = "24h",
                example = "1h")
        Optional<Duration> eventStream,

        @Property(
                value =
                        "How long a tunnel of CONNECT lives in which neither side sends or takes a byte; left out, 10m.",
                min = "10ms",
                max = "24h",
                example = "1h")
        Optional<Duration> tunnel) {

    /** Everything as the upstream says. */
    public static final RouteTimeouts NONE = new RouteTimeouts(Optional.empty(), Optional.empty(), Optional.empty());
}
