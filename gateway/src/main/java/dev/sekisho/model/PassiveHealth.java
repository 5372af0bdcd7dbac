package dev.sekisho.model;

import java.time.Duration;
import java.util.List;

/**
 * What the answers to requests tell of a target. With a window it is nginx's max_fails and fail_timeout; without, failures in
 * a row count, as in Kong's passive health checks.
 */
public record PassiveHealth(
        @Property(
                value = "Good answers in a row that make it healthy again, where it is asked at all.",
                defaultValue = "1",
                min = "1",
                max = "255")
        int successes,

        @Property(value = "Statuses that count as failures; left out, 500, 502, 503 and 504.")
        List<StatusPattern> statuses,

        @Property(
                value = "Such statuses that make it unhealthy; 0 for never.",
                defaultValue = "5",
                min = "0",
                max = "255")
        int httpFailures,

        @Property(
                value = "Failed or lost connections that make it unhealthy; 0 for never.",
                defaultValue = "2",
                min = "0",
                max = "255")
        int tcpFailures,

        @Property(
                value = "Answers that came too late and make it unhealthy; 0 for never.",
                defaultValue = "3",
                min = "0",
                max = "255")
        int timeouts,

        @Property(
                value =
                        "Time in which the failures must come together, as nginx's fail_timeout; 0 where they must come in a row.",
                defaultValue = "0",
                min = "0",
                max = "24h")
        Duration window,

        @Property(
                value =
                        "Time after which an unhealthy target is asked again, as nginx's fail_timeout; 0 for only once a probe "
                                + "succeeds, as Kong.",
                defaultValue = "10s",
                min = "0",
                max = "24h")
        Duration retryAfter,

        @Property(
                value =
                        "Whether statuses, connections and timeouts are counted together, those whose number is 0 not at all, as "
                                + "nginx does: failures add up while each comes within the window after the one before, and one that "
                                + "is down is tried by one request at a time until that succeeds.",
                defaultValue = "false")
        boolean together,

        @Property(
                value =
                        "Whether the only target of an upstream is left out too; false for asking it on, as nginx does.",
                defaultValue = "true")
        boolean sole) {

    /** One that counts each kind of failure by itself. */
    public PassiveHealth(
            int successes,
            List<StatusPattern> statuses,
            int httpFailures,
            int tcpFailures,
            int timeouts,
            Duration window,
            Duration retryAfter) {
        this(successes, statuses, httpFailures, tcpFailures, timeouts, window, retryAfter, false, true);
    }
}
