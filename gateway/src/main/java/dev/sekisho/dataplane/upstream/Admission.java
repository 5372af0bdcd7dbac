package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/** A call's place in the cap of its upstream, and what the breaker gave it. Used again with its call; not thread-safe. */
final class Admission {

    /** There is no breaker. */
    static final long NO_PERMIT = -1;

    /** The breaker lets nothing through. */
    static final long REFUSED = -2;

    private @Nullable UpstreamGuards entered;

    /** Whether there is room for the call, which then has its place until it leaves. */
    boolean enter(UpstreamGuards guards) {
        leave();
        if (!guards.requests().tryEnter()) {
            return false;
        }
        entered = guards;
        return true;
    }

    /** Gives the place back. */
    void leave() {
        UpstreamGuards guards = entered;
        if (guards != null) {
            guards.requests().leave();
            entered = null;
        }
    }

    /** What the breaker gives for one try. */
    static long permit(UpstreamGuards guards, long now) {
        CircuitBreaker breaker = guards.breakerOrNull();
        if (breaker == null) {
            return NO_PERMIT;
        }
        long permit = breaker.acquire(now);
        return permit < 0 ? REFUSED : permit;
    }
}
