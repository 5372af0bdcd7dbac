package dev.sekisho.server.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the calls that breakers did not let through, since each may be a request. Thread-safe. */
final class Rejections {

    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    /** One more. */
    void add(String breaker) {
        counts.merge(breaker, 1L, Long::sum);
    }

    /** What was counted since the last time, by breaker; none is lost or told twice. */
    List<Happening.Rejected> drain() {
        List<Happening.Rejected> drained = new ArrayList<>();
        for (String breaker : counts.keySet()) {
            Long count = counts.remove(breaker);
            if (count != null) {
                drained.add(new Happening.Rejected(breaker, count));
            }
        }
        return drained;
    }
}
