package dev.sekisho.policy.ratelimit.algorithm;

import java.util.concurrent.TimeUnit;

/**
 * The times of the newest requests, as many as the limit admits: a request is admitted where the oldest of them has left the period. Its
 * clock ticks in microseconds.
 *
 * <p>The first word counts what was ever admitted; behind it is a ring with a word for each unit. The slot that the count points at is
 * the oldest. Writing it admits a request: it holds the time, the cost, and in which turn of the ring it was written (odd or even), so
 * that everybody sees that the count is behind and can finish what is left to do: the other slots of the same request, then the count.
 * No value comes back, since times of two turns lie a period apart.
 */
final class SlidingLog extends Counter {

    /** The most requests: a request's cost has 14 bits. */
    static final int MOST = 10_000;

    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final int TIME = 14; // bits below it: the cost
    private static final long TURN = 1L << 62;

    private final int slots;
    private final long period; // microseconds

    SlidingLog(LimitRule rule) {
        this.slots = (int) rule.requests();
        this.period = rule.period().nanos() / MICRO;
    }

    private static long time(long slot) {
        return (slot & (TURN - 1)) >>> TIME;
    }

    private long turn(long place) {
        return (place / slots & 1) == 0 ? TURN : 0; // a slot that was never written bears that of the turn before
    }

    private int slot(int at, long place) {
        return at + 1 + (int) (place % slots);
    }

    private boolean isWritten(long slot, long place) {
        return (slot & TURN) == turn(place);
    }

    @Override
    int size() {
        return 1 + slots;
    }

    /** The time of an admission now, which is never before the newest one. */
    private long time(long[] words, int at, long count, long now) {
        return count == 0 ? now / MICRO : Math.max(now / MICRO, time(get(words, slot(at, count - 1))));
    }

    /** Whether the slot of that place may be written anew. */
    private boolean isFree(long[] words, int at, long place, long time) {
        return place < slots || time(get(words, slot(at, place))) + period <= time;
    }

    @Override
    boolean fits(long[] words, int at, long now, long cost) {
        long count = thawed(get(words, at));
        return cost <= slots && isFree(words, at, count + cost - 1, time(words, at, count, now));
    }

    @Override
    long take(long[] words, int at, long now, long cost) {
        while (true) {
            long count = get(words, at);
            if (count < 0) {
                return FROZEN;
            }
            long first = get(words, slot(at, count));
            if (first < 0) {
                return FROZEN;
            }
            if (get(words, at) != count) {
                continue;
            }
            if (isWritten(first, count)) {
                finish(words, at, count, first);
                continue;
            }
            long time = time(words, at, count, now);
            boolean free = cost <= slots && isFree(words, at, count + cost - 1, time);
            long written = turn(count) | time << TIME | cost;
            if (free && set(words, slot(at, count), first, written)) {
                finish(words, at, count, written);
                return 0;
            }
            if (!free && get(words, at) == count && get(words, slot(at, count)) == first) {
                return REFUSED;
            }
        }
    }

    /** Writes the other slots of the request that begins at that place, then the count. */
    private void finish(long[] words, int at, long count, long first) {
        long cost = first & (1 << TIME) - 1;
        for (long place = count + 1; place < count + cost; place++) {
            long old = get(words, slot(at, place));
            if (old < 0 || get(words, at) != count) {
                return; // frozen, or done
            }
            if (!isWritten(old, place)) {
                set(words, slot(at, place), old, turn(place) | time(first) << TIME);
            }
        }
        set(words, at, count, count + cost);
    }

    @Override
    boolean giveBack(long[] words, int at, long now, long cost) {
        return false; // others may have written behind it
    }

    @Override
    void lower(long[] words, int at, long now, long left, long reset, long own) {
        long here = left(words, at, now);
        long more = Math.min(here, here - (left - own));
        if (more > 0) {
            take(words, at, now, more);
        }
    }

    /** How many slots may be written anew: they are in the order of their times. */
    @Override
    long left(long[] words, int at, long now) {
        long count = thawed(get(words, at));
        long time = time(words, at, count, now);
        int low = 0;
        int high = slots;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isFree(words, at, count + middle, time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    long capacity() {
        return slots;
    }

    @Override
    long reset(long[] words, int at, long now) {
        return Math.max(0, freshAt(words, at) - now);
    }

    @Override
    long retryAfter(long[] words, int at, long now, long cost) {
        long count = thawed(get(words, at));
        long place = count + Math.min(cost, slots) - 1;
        if (fits(words, at, now, cost) || place < slots) {
            return 0;
        }
        return Math.max(0, (time(get(words, slot(at, place))) + period) * MICRO - now);
    }

    @Override
    long freshAt(long[] words, int at) {
        long count = thawed(get(words, at));
        long first = get(words, slot(at, count));
        if (isWritten(first, count)) {
            return (time(first) + period) * MICRO;
        }
        return count == 0 ? 0 : (time(get(words, slot(at, count - 1))) + period) * MICRO;
    }
}
