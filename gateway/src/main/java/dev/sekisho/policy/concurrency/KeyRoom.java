package dev.sekisho.policy.concurrency;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who of one key is inside. Whoever leaves last closes it for good, and whoever comes meanwhile opens another one, so that nobody is
 * counted in a room that is no longer found. Exact and lock-free.
 */
final class KeyRoom {

    /** What {@link #enter} comes to. */
    enum Entry {
        IN,
        FULL,
        CLOSED
    }

    private static final int SHUT = -1;

    private final byte[] key;
    private final int place;
    private final AtomicInteger inside = new AtomicInteger(1);

    /**
     * With the first one in it.
     *
     * @param key which is kept
     * @param place where it is found
     */
    KeyRoom(byte[] key, int place) {
        this.key = key;
        this.place = place;
    }

    /** Where it is found. */
    int place() {
        return place;
    }

    boolean isOf(byte[] bytes, int start, int end) {
        return Arrays.equals(bytes, start, end, key, 0, key.length);
    }

    /** Enters where it is open and fewer than {@code limit} are inside. */
    Entry enter(int limit) {
        int now = inside.get();
        while (now != SHUT && now < limit) {
            int seen = inside.compareAndExchange(now, now + 1);
            if (seen == now) {
                return Entry.IN;
            }
            now = seen;
        }
        return now == SHUT ? Entry.CLOSED : Entry.FULL;
    }

    /** Leaves; whoever has entered, and once. True for the last, who has closed it. */
    boolean leave() {
        while (true) {
            int now = inside.get();
            boolean last = now == 1;
            if (inside.compareAndSet(now, last ? SHUT : now - 1)) {
                return last;
            }
        }
    }

    /** How many are inside. */
    int inside() {
        return Math.max(0, inside.get());
    }
}
