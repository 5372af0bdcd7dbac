package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.breaker.State;
import dev.sekisho.dataplane.upstream.health.OutlierDetector;
import org.jspecify.annotations.Nullable;

/**
 * Tells what watches a target how a try of it went: its count of calls, its health, breakers, response times. Each is told
 * once a try, at the head of the response or at the failure before it; of a gRPC call that says so in its trailers, at its
 * end. Used again with its attempt; not thread-safe.
 */
final class AttemptReport {

    private static final long NONE = -1;
    private static final int OK = 200; // status of a gRPC answer that is not over

    private final LoopContext loop;
    private @Nullable UpstreamService service;
    private @Nullable TargetState target;
    private @Nullable CircuitBreaker targetBreaker; // the one that gave the permit
    private long permit = NONE;
    private long targetPermit = NONE;
    private long start;
    private boolean open; // a good head has come, and the verdict has not
    private boolean told;

    AttemptReport(LoopContext loop) {
        this.loop = loop;
    }

    /** A try begins, with what the upstream's breaker permitted, or -1 without one. */
    void begin(UpstreamService upstream, TargetState next, long upstreamPermit) {
        service = upstream;
        target = next;
        permit = upstreamPermit;
        start = loop.now();
        told = open = false;
        next.countCall(loop, 1);
        targetBreaker = next.breakerOrNull();
        targetPermit = targetBreaker == null ? NONE : targetBreaker.acquire(start);
    }

    /** The head of a response has come, or the end of one that was open. */
    void answered(int status) {
        tell(Reason.NONE, status);
    }

    /**
     * The head of a response has come that tells at its end how it went. Trials of a breaker are judged by it, since they would
     * keep others out for as long as a stream lasts.
     */
    void begun() {
        open = true;
        UpstreamService upstream = service;
        TargetState asked = target;
        if (upstream == null || asked == null) {
            return;
        }
        long now = loop.now();
        measure(upstream, asked, now);
        permit = tried(upstream.guards().breakerOrNull(), permit, now);
        targetPermit = tried(targetBreaker, targetPermit, now);
    }

    private static long tried(@Nullable CircuitBreaker breaker, long permit, long now) {
        if (breaker == null || permit == NONE || breaker.state(now) == State.CLOSED) {
            return permit;
        }
        breaker.record(permit, true, now);
        return NONE;
    }

    /** Whether there is no verdict yet on a response that has begun. */
    boolean isOpen() {
        return open;
    }

    /** There is no response, or no more of it. */
    void failed(Reason reason) {
        if (reason == Reason.POOL_FULL) { // says nothing of the target
            cancelled();
            return;
        }
        tell(reason, 0);
        over();
    }

    /** Its time is over; once the head has come, the client may be the slow one. */
    void timedOut() {
        if (told || open) {
            over();
        } else {
            failed(Reason.UPSTREAM_TIMEOUT);
        }
    }

    private void tell(Reason reason, int status) {
        UpstreamService upstream = service;
        TargetState asked = target;
        if (upstream == null || asked == null) {
            return;
        }
        boolean measured = open;
        open = false;
        long now = loop.now();
        if (upstream.healthRules().reports()) {
            asked.health().reported(upstream.healthRules(), reason, status, now);
        }
        if (told) {
            return; // the body was cut short: of interest for health alone
        }
        told = true;
        OutlierDetector detector = upstream.outliersOrNull();
        if (detector != null) {
            detector.reported(asked.health(), reason, status, now);
        }
        if (!measured) {
            measure(upstream, asked, now);
        }
        breakers(upstream, reason, status, now);
    }

    private void measure(UpstreamService upstream, TargetState asked, long now) {
        if (upstream.measuresLatency()) {
            asked.latency(loop).add(now - start, now);
        }
    }

    private void breakers(UpstreamService upstream, Reason reason, int status, long now) {
        CircuitBreaker whole = upstream.guards().breakerOrNull();
        if (whole != null && permit != NONE) {
            whole.record(permit, reason == Reason.NONE && !whole.isFailure(status), now);
        }
        CircuitBreaker single = targetBreaker;
        if (single != null && targetPermit != NONE) {
            single.record(targetPermit, reason == Reason.NONE && !single.isFailure(status), now);
        }
        permit = targetPermit = NONE;
    }

    /** The try is given up, for no fault of the target. */
    void cancelled() {
        soFarGood();
        UpstreamService upstream = service;
        CircuitBreaker whole = upstream == null ? null : upstream.guards().breakerOrNull();
        if (whole != null && permit != NONE) {
            whole.release(permit);
        }
        CircuitBreaker single = targetBreaker;
        if (single != null && targetPermit != NONE) {
            single.release(targetPermit);
        }
        permit = targetPermit = NONE;
        over();
    }

    /** Of a response that was not heard to its end, the head counts. */
    private void soFarGood() {
        if (open) {
            tell(Reason.NONE, OK);
        }
    }

    /** The try no longer uses the target. */
    void over() {
        soFarGood();
        TargetState asked = target;
        target = null;
        if (asked != null) {
            asked.countCall(loop, -1);
        }
    }
}
