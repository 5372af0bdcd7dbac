package dev.sekisho.server.redis;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps commands from a server that does not answer: after some failures in a row none is let through for a while, then one, whose
 * outcome decides. Thread-safe, without locks.
 */
final class Gate {

    private static final int FAILURES = 5; // in a row
    private static final long SHUT_NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong shutUntil = new AtomicLong();

    /** Open. */
    Gate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a command may go; whoever is told so reports how it went. While it is shut, one in each interval is. */
    boolean lets() {
        if (failures.get() < FAILURES) {
            return true;
        }
        long now = nanoTime.getAsLong();
        long until = shutUntil.get();
        return now - until >= 0 && shutUntil.compareAndSet(until, now + SHUT_NANOS);
    }

    /** The server has answered; gives whether that has opened the gate. */
    boolean answered() {
        return failures.get() != 0 && failures.getAndSet(0) >= FAILURES;
    }

    /** The server has not answered; gives whether that has shut the gate. */
    boolean failed() {
        int before = failures.getAndUpdate(count -> Math.min(count + 1, FAILURES));
        if (before >= FAILURES - 1) {
            shutUntil.set(nanoTime.getAsLong() + SHUT_NANOS);
        }
        return before == FAILURES - 1;
    }
}
