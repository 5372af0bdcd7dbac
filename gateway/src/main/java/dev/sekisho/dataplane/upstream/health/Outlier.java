package dev.sekisho.dataplane.upstream.health;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one target to find out whether it does worse than the others. Thread-safe. */
final class Outlier {

    private final AtomicInteger errors = new AtomicInteger(); // 5xx in a row
    private final AtomicInteger gateway = new AtomicInteger(); // 502, 503, 504 and failed connections in a row
    private final LongAdder requests = new LongAdder(); // since the last look
    private final LongAdder successes = new LongAdder();
    private volatile boolean ejected;
    private volatile long until;
    private volatile int multiplier;

    boolean isEjected(long now) {
        return ejected && now - until < 0;
    }

    /** Whether it is to be readmitted. */
    boolean isDue(long now) {
        return ejected && now - until >= 0;
    }

    /** How many times the base time the last ejection lasted. */
    int multiplier() {
        return multiplier;
    }

    void success() {
        requests.increment();
        successes.increment();
        if (errors.getPlain() != 0) {
            errors.set(0);
        }
        if (gateway.getPlain() != 0) {
            gateway.set(0);
        }
    }

    /** A 5xx or no answer; gives how many in a row. */
    int error() {
        requests.increment();
        return errors.incrementAndGet();
    }

    int gatewayFailure() {
        return gateway.incrementAndGet();
    }

    void noGatewayFailure() {
        gateway.set(0);
    }

    /** Ejects for once the base time more than the last time, up to the longest time; gives how long, nanoseconds. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // guarded by the detector
    long eject(long base, long longest, long now) {
        if (base * multiplier < longest) {
            multiplier++; // no further than that, so that calm shows at once (Envoy)
        }
        long nanos = Math.min(base * multiplier, longest);
        until = now + nanos;
        ejected = true;
        errors.set(0);
        gateway.set(0);
        return nanos;
    }

    void readmit() {
        ejected = false;
    }

    /** An interval without an ejection. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, who looks
    void calm() {
        if (multiplier > 0) {
            multiplier--;
        }
    }

    long takeRequests() {
        return requests.sumThenReset();
    }

    long takeSuccesses() {
        return successes.sumThenReset();
    }

    boolean isOut() {
        return ejected;
    }
}
