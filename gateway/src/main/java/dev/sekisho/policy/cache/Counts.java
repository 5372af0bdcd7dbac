package dev.sekisho.policy.cache;

import dev.sekisho.policy.PolicyContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by what came of them. Thread-safe. */
final class Counts {

    private final Map<CacheStatus, LongAdder> counters = new EnumMap<>(CacheStatus.class);

    /** Counters of the metrics page. */
    Counts(PolicyContext context) {
        for (CacheStatus status : CacheStatus.values()) {
            counters.put(
                    status,
                    context.counter(
                            "api_gateway_cache_requests_total",
                            "Requests by how the cache answered them.",
                            List.of("status"),
                            List.of(status.name())));
        }
    }

    void add(CacheStatus status) {
        LongAdder counter = counters.get(status);
        if (counter != null) {
            counter.increment();
        }
    }

    /** How many came to that. */
    long of(CacheStatus status) {
        LongAdder counter = counters.get(status);
        return counter == null ? 0 : counter.sum();
    }
}
