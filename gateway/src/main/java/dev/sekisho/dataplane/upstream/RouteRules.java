package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.upstream.retry.RetryBudget;
import dev.sekisho.dataplane.upstream.retry.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a route says of its calls beyond what the upstream says. Thread-safe.
 *
 * @param retry which calls are made again; null for as the upstream says
 * @param budget how much of it is too much; null for as the upstream says
 * @param totalNanos longest time for the whole request; 0 for as the upstream says
 * @param readNanos longest wait for a response, or a piece of it; 0 for as the upstream says
 * @param eventNanos longest pause in a stream of events, 0 for no limit; -1 for as the upstream says
 * @param fallback what clients get where the service fails; null for an error
 * @param mirror where copies go; null for nowhere
 */
public record RouteRules(
        @Nullable RetryPolicy retry,
        @Nullable RetryBudget budget,
        long totalNanos,
        long readNanos,
        long eventNanos,
        @Nullable FallbackRule fallback,
        @Nullable MirrorRule mirror) {

    private static final int FALLBACK_BODY = 64 << 10; // bytes kept for the upstream that is asked instead

    /** Nothing beyond. */
    public static final RouteRules NONE = new RouteRules(null, null, 0, 0, -1, null, null);

    /** The same as what a route without fallback says; for calls that stand in for another already. */
    RouteRules withoutFallback() {
        return new RouteRules(retry, budget, totalNanos, readNanos, eventNanos, null, null);
    }

    /** How much of a request body is kept, bytes, to be sent again by that policy, to another upstream, or as a copy. */
    int keep(RetryPolicy policy) {
        int cap = policy.attempts() > 0 ? policy.maxBody() : 0;
        if (fallback != null && fallback.target() != null) {
            cap = Math.max(cap, FALLBACK_BODY);
        }
        MirrorRule copies = mirror;
        return copies == null ? cap : Math.max(cap, copies.maxBody());
    }
}
