package dev.sekisho.policy.cache.store;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A fetch under way, and who waits for what comes of it, on whatever loops. Thread-safe, without locks.
 *
 * <p>The race: a waiter that joins while the flight ends. It looks for the end once more behind its entry, so one of both wakes it.
 */
public final class Flight {

    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Result result;

    /** What came of a fetch. */
    public enum Result {
        /** The response is stored. */
        STORED,
        /** The response is none that may be stored: nobody need wait for another one. */
        UNCACHEABLE,
        /** There is none: the next one tries. */
        FAILED
    }

    /** Who waits. */
    public interface Waiter {
        /** The flight has ended; on any thread, and once or more. */
        void landed(Result result);
    }

    /** Waits for its end. */
    public void join(Waiter waiter) {
        waiters.add(waiter);
        Result already = result;
        if (already != null) {
            wake(already);
        }
    }

    void land(Result what) {
        result = what;
        wake(what);
    }

    private void wake(Result what) {
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            waiter.landed(what);
        }
    }
}
