package dev.sekisho.dataplane.upstream;

import dev.sekisho.model.Address;
import dev.sekisho.model.Target;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * One address that serves an upstream, as discovery found it.
 *
 * @param target host and port as configured, or as an SRV record names them
 * @param where the address that the name stands for
 * @param weight share of requests against the others; 0 takes it out
 * @param backup whether it serves only while no other can
 * @param drain whether it gets no new clients
 * @param labels what routes choose targets by
 * @param own what it has otherwise than the others
 */
public record Endpoint(
        Address target,
        InetSocketAddress where,
        int weight,
        boolean backup,
        boolean drain,
        Map<String, String> labels,
        Own own) {

    /**
     * What a target may have otherwise than the others of its upstream.
     *
     * @param maxRequests requests under way to it at most; 0 for no limit
     * @param maxFails failures that make it unhealthy, 0 for never; -1 for as the upstream says
     * @param failNanos time in which they count and for which it rests; -1 for as the upstream says
     */
    public record Own(int maxRequests, int maxFails, long failNanos) {

        /** Nothing. */
        public static final Own NOTHING = new Own(0, -1, -1);

        /** What the configuration says. */
        public static Own of(Target target) {
            return new Own(
                    target.maxRequests(),
                    target.maxFails().orElse(-1),
                    target.failTimeout().map(Duration::toNanos).orElse(-1L));
        }
    }

    /** One that is like the others. */
    public Endpoint(
            Address target,
            InetSocketAddress where,
            int weight,
            boolean backup,
            boolean drain,
            Map<String, String> labels) {
        this(target, where, weight, backup, drain, labels, Own.NOTHING);
    }

    /** Keeps a copy of the labels. */
    public Endpoint {
        labels = Map.copyOf(labels);
    }
}
