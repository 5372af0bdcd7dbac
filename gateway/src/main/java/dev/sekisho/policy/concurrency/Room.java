package dev.sekisho.policy.concurrency;

import java.util.concurrent.atomic.AtomicInteger;

/** Who is inside, over all loops. Exact and lock-free: whoever enters has been counted, and no one beyond the limit. */
final class Room {

    private final AtomicInteger inside = new AtomicInteger();

    /** Enters where fewer than {@code limit} are inside. */
    boolean enter(int limit) {
        int now = inside.get();
        while (now < limit) {
            int seen = inside.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** Leaves; whoever has entered, and once. */
    void leave() {
        inside.decrementAndGet();
    }

    /** How many are inside. */
    int inside() {
        return inside.get();
    }
}
