package dev.sekisho.dataplane.upstream.retry;

import dev.sekisho.model.Retry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many retries an upstream bears: a part of the requests of the last ten seconds, and a few a second besides.
 *
 * <p>Each loop counts requests and retries in slots of one second, which only it writes; a decision sums the slots of all
 * loops. Loops that decide at the same moment may each see the last place free, so that the budget is exceeded by at most one
 * retry a loop. Thread-safe, without locks.
 */
public final class RetryBudget {

    private static final int SECONDS = 10;
    private static final int SLOTS = 16; // a power of two above the ten seconds
    private static final int STRIDE = SLOTS * 3 + 16; // second, requests, retries of each slot; and space between loops

    private final int percent;
    private final int minimum;
    private final int loops;
    private final AtomicIntegerArray slots;

    /** A budget for that many loops. */
    public RetryBudget(Retry.Budget config, int loops) {
        this.percent = config.percent();
        this.minimum = config.minPerSecond();
        this.loops = loops;
        this.slots = new AtomicIntegerArray(loops * STRIDE);
    }

    /** A request begins, on that loop; {@code now} is a {@link System#nanoTime} value. */
    public void request(int loop, long now) {
        int at = slot(loop, second(now)) + 1;
        slots.setOpaque(at, slots.getPlain(at) + 1);
    }

    /** Takes a retry out of the budget, on that loop; false where there is none left. */
    public boolean tryRetry(int loop, long now) {
        int second = second(now);
        long requests = 0;
        long retries = 0;
        long thisSecond = 0;
        for (int l = 0; l < loops; l++) {
            for (int s = 0; s < SLOTS; s++) {
                int at = l * STRIDE + s * 3;
                int age = second - slots.getOpaque(at);
                if (age >= 0 && age < SECONDS) {
                    requests += slots.getOpaque(at + 1);
                    retries += slots.getOpaque(at + 2);
                    thisSecond += age == 0 ? slots.getOpaque(at + 2) : 0;
                }
            }
        }
        if (retries * 100 >= requests * percent && thisSecond >= minimum) {
            return false;
        }
        int at = slot(loop, second) + 2;
        slots.setOpaque(at, slots.getPlain(at) + 1);
        return true;
    }

    /** The slot of that second, emptied if it was that of an earlier one. */
    private int slot(int loop, int second) {
        int at = loop * STRIDE + (second & SLOTS - 1) * 3;
        if (slots.getPlain(at) != second) {
            slots.setOpaque(at + 1, 0);
            slots.setOpaque(at + 2, 0);
            slots.setOpaque(at, second);
        }
        return at;
    }

    private static int second(long now) {
        return (int) Math.floorDiv(now, TimeUnit.SECONDS.toNanos(1)) + 1; // slots begin with 0, which is long ago
    }
}
