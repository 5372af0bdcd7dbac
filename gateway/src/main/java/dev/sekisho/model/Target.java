package dev.sekisho.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One address of an upstream.
 *
 * @param origin where it was written
 */
public record Target(
        @Property(
                value =
                        "Host and port; a name is looked up again as its records grow old. Port 0 with a name that begins "
                                + "with an underscore asks for its SRV records (RFC 2782).",
                example = "127.0.0.1:3000")
        Address address,

        @Property(
                value = "Share of requests against the other targets; 0 takes it out.",
                defaultValue = "1",
                min = "0",
                max = "65535")
        int weight,

        @Property(
                value = "Whether it serves only while no other target can, as nginx's backup.",
                defaultValue = "false")
        boolean backup,

        @Property(
                value = "Whether it gets no new clients, while those who stick to it stay and its calls end.",
                defaultValue = "false")
        boolean drain,

        @Property(value = "Labels that routes choose targets by.", example = "version: v2")
        Map<String, String> labels,

        @Property(
                value =
                        "Requests under way to it at most, over all loops; while there are so many the others serve, as with nginx's "
                                + "max_conns. 0 for no limit.",
                defaultValue = "0",
                min = "0",
                max = "1000000")
        int maxRequests,

        @Property(
                value =
                        "Failures that make it unhealthy, in place of those of the upstream's health.passive; 0 for never.",
                min = "0",
                max = "1000000")
        Optional<Integer> maxFails,

        @Property(
                value =
                        "Time in which these must come together, and for which it then rests, in place of window and retryAfter of "
                                + "the upstream's health.passive.",
                min = "1ms",
                max = "24h")
        Optional<Duration> failTimeout,

        Origin origin) {

    /** One that is like the others of its upstream. */
    public Target(
            Address address, int weight, boolean backup, boolean drain, Map<String, String> labels, Origin origin) {
        this(address, weight, backup, drain, labels, 0, Optional.empty(), Optional.empty(), origin);
    }
}
