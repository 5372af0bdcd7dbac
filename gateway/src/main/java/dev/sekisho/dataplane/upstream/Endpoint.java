package dev.sekisho.dataplane.upstream;

import dev.sekisho.model.Address;
import java.net.InetSocketAddress;
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
 */
public record Endpoint(
        Address target,
        InetSocketAddress where,
        int weight,
        boolean backup,
        boolean drain,
        Map<String, String> labels) {

    /** Keeps a copy of the labels. */
    public Endpoint {
        labels = Map.copyOf(labels);
    }
}
