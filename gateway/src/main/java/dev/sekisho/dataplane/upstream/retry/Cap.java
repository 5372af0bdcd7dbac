package dev.sekisho.dataplane.upstream.retry;

import java.util.concurrent.atomic.AtomicInteger;

/** A number that must not grow beyond a limit, over all loops. Thread-safe, without locks; exact. */
public final class Cap {

    private final int limit;
    private final AtomicInteger count = new AtomicInteger();

    /** A cap; 0 is no limit, and nothing is counted then. */
    public Cap(int limit) {
        this.limit = limit;
    }

    /** Enters, unless the limit is reached; who has entered leaves once. */
    public boolean tryEnter() {
        if (limit == 0) {
            return true;
        }
        if (count.incrementAndGet() <= limit) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    /** Leaves. */
    public void leave() {
        if (limit != 0) {
            count.decrementAndGet();
        }
    }

    /** The limit, 0 for none. */
    public int limit() {
        return limit;
    }

    /** How many have entered and not left; 0 where there is no limit. */
    public int current() {
        return Math.min(limit, count.get());
    }
}
