package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The circuit breakers of services. */
public final class Breakers {

    private Breakers() {}

    /** Those of upstreams as a whole, and behind each those of its targets. */
    public static List<CircuitBreaker> of(Collection<UpstreamService> services) {
        List<CircuitBreaker> all = new ArrayList<>();
        for (UpstreamService service : services) {
            service.guards().breaker().ifPresent(all::add);
            for (TargetState target : service.targets()) {
                target.breaker().ifPresent(all::add);
            }
        }
        return all;
    }
}
