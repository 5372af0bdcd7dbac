package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop counted for one route: a histogram for each combination of method and status, and what became
 * of its clients' credentials. The loop writes, any
 * thread reads. Nothing is allocated once a combination is known.
 */
final class LoopCells {

    /** Combinations beyond these are counted as one, so that an upstream cannot make series without end. */
    static final int MOST = 64;

    private static final Buckets DURATION = Buckets.DURATION;
    private static final int KEY = DURATION.size() + 1;
    private static final long[] NONE = none();

    private final long[] upstream;
    private volatile long[][] all = {};
    private long[] recent = NONE; // the loop's own
    private volatile @Nullable AuthCells auth; // made on first use

    /** Empty; {@code upstream} is the loop's histogram of the service. */
    LoopCells(long[] upstream) {
        this.upstream = upstream;
    }

    private static long[] none() {
        long[] cells = DURATION.create(1);
        cells[KEY] = -1;
        return cells;
    }

    /** Counts a request; the loop's. */
    void count(int combination, long nanos) {
        long[] cells = recent;
        if (cells[KEY] != combination) {
            cells = find(combination);
            recent = cells;
        }
        DURATION.observe(cells, nanos);
    }

    /** Counts whether the client was refused, or else as whom it passed; the loop's. */
    void count(Reason reason, Principal who) {
        if (AuthCells.isRefusal(reason)) {
            authCells().refused(reason);
        } else if (who.isKnown()) {
            authCells().passed(who.method());
        }
    }

    private AuthCells authCells() {
        AuthCells cells = auth;
        if (cells == null) {
            cells = new AuthCells();
            auth = cells;
        }
        return cells;
    }

    /** What was counted of known and refused clients, for any thread; null for nothing. */
    @Nullable
    AuthCells auth() {
        return auth;
    }

    /** The loop's histogram of upstream times of the route's service. */
    long[] upstream() {
        return upstream;
    }

    private long[] find(int combination) {
        long[][] known = all;
        for (long[] cells : known) {
            if (cells[KEY] == combination) {
                return cells;
            }
        }
        if (known.length >= MOST && combination != Combination.REST) {
            return find(Combination.REST);
        }
        long[] cells = DURATION.create(1);
        cells[KEY] = combination;
        long[][] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = cells;
        all = more;
        return cells;
    }

    /** The histograms; for any thread, through {@link Buckets#addTo}. */
    long[][] all() {
        return all;
    }

    /** The combination that a histogram of {@link #all} counts. */
    static int combination(long[] cells) {
        return (int) cells[KEY];
    }
}
