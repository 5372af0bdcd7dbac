package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.health.OutlierDetector;
import org.jspecify.annotations.Nullable;

/**
 * Tells what watches a target how a try of it went: its count of calls, its health, breakers, response times. Each is told
 * once a try, at the head of the response or at the failure before it. Used again with its attempt; not thread-safe.
 */
final class AttemptReport {

    private static final long NONE = -1;

    private final LoopContext loop;
    private @Nullable UpstreamService service;
    private @Nullable TargetState target;
    private @Nullable CircuitBreaker targetBreaker; // the one that gave the permit
    private long permit = NONE;
    private long targetPermit = NONE;
    private long start;
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
        told = false;
        next.countCall(loop, 1);
        targetBreaker = next.breakerOrNull();
        targetPermit = targetBreaker == null ? NONE : targetBreaker.acquire(start);
    }

    /** The head of a response has come. */
    void answered(int status) {
        tell(Reason.NONE, status);
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
        if (told) {
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
        if (upstream.measuresLatency()) {
            asked.latency(loop).add(now - start, now);
        }
        breakers(upstream, reason, status, now);
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

    /** The try no longer uses the target. */
    void over() {
        TargetState asked = target;
        target = null;
        if (asked != null) {
            asked.countCall(loop, -1);
        }
    }
}
