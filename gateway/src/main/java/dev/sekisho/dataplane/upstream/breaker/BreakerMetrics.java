package dev.sekisho.dataplane.upstream.breaker;

import java.time.Instant;
import java.util.List;

/**
 * What a circuit breaker has seen.
 *
 * @param stateChanges the latest, the newest last
 * @param errorRate failures among the last calls of the window, from 0 to 1
 */
public record BreakerMetrics(
        long totalRequests,
        long successfulRequests,
        long failedRequests,
        long rejectedRequests,
        List<StateChange> stateChanges,
        State currentState,
        double errorRate,
        int consecutiveFailures) {

    /** A change of state. */
    public record StateChange(State from, State to, Instant timestamp) {}

    /** Keeps a copy. */
    public BreakerMetrics {
        stateChanges = List.copyOf(stateChanges);
    }
}
