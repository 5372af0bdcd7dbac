package dev.sekisho.policy.quota;

import dev.sekisho.policy.KeptRow;
import dev.sekisho.policy.KeptRows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts of this gateway alone. A number of a row holds, for a period, the number of a window above {@value #BITS} bits of requests in
 * it, so that window and count change in one step, and a later state is a greater number. Thread-safe, without locks.
 */
final class KeptCounts implements Ledger {

    private static final int BITS = 36;
    private static final long COUNT = (1L << BITS) - 1;

    private final KeptRows rows;

    KeptCounts(KeptRows rows) {
        this.rows = rows;
    }

    @Override
    public CompletableFuture<Standing> take(String account, Allowance allowance, long now) {
        KeptRow row = rows.row(account);
        long[] counts = new long[allowance.periods().length];
        int refusing = take(row.numbers(), allowance, counts, now);
        if (refusing < 0) {
            rows.changed(row);
        }
        return CompletableFuture.completedFuture(Standing.of(allowance, refusing, counts, now));
    }

    /** Counts in every period or in none; gives the place of the one that is used up, or -1. Fills in the counts. */
    private static int take(AtomicLongArray row, Allowance allowance, long[] counts, long now) {
        Period[] periods = allowance.periods();
        for (int i = 0; i < periods.length; i++) {
            long state = add(row, periods[i], allowance.limits()[i], periods[i].window(now));
            counts[i] = state & COUNT;
            if (state < 0) {
                counts[i] = allowance.limits()[i];
                for (int j = 0; j < i; j++) {
                    takeBack(row, periods[j].ordinal(), periods[j].window(now));
                }
                return i;
            }
        }
        return -1;
    }

    /** Gives the state with one more, or -1. A clock that goes back counts in the window that it has seen. */
    private static long add(AtomicLongArray row, Period period, long limit, long window) {
        int place = period.ordinal();
        while (true) {
            long state = row.get(place);
            long current = state >>> BITS >= window ? state : window << BITS;
            if ((current & COUNT) >= limit) {
                return -1;
            }
            if (row.compareAndSet(place, state, current + 1)) {
                return current + 1;
            }
        }
    }

    /** Whoever was refused for it meanwhile is refused by the other period as well. Of a window that is over nothing is taken. */
    private static void takeBack(AtomicLongArray row, int place, long window) {
        long state = row.get(place);
        while (state >>> BITS == window && !row.compareAndSet(place, state, state - 1)) {
            state = row.get(place);
        }
    }
}
