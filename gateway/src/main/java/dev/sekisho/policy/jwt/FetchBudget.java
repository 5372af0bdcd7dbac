package dev.sekisho.policy.jwt;

import java.util.concurrent.TimeUnit;

/**
 * How often an issuer may be asked for its keys: ten times a minute; for keys that tokens name and nobody knows, once in 30 s,
 * however many tokens name however many; after failures ever later. Times are those of {@link System#nanoTime}.
 *
 * <p>{@link #mayAsk} may be called by any thread; the others only by who holds the one fetch that may be under way.
 */
final class FetchBudget {

    private static final int PER_MINUTE = 10;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long MISSING_PAUSE = TimeUnit.SECONDS.toNanos(30);
    private static final long FIRST_PAUSE =
            TimeUnit.SECONDS.toNanos(1); // after a failure, then twice as long each time
    private static final long LONGEST_PAUSE = MINUTE;

    private final long[] starts = new long[PER_MINUTE];
    private int started;
    private int failures;
    private volatile long earliest; // for any fetch
    private volatile long earliestMissing; // for one because of a key that nobody knows

    FetchBudget(long now) {
        earliest = now;
        earliestMissing = now;
    }

    /** Whether a fetch may begin. */
    boolean mayAsk(boolean missing, long now) {
        return now - earliest >= 0 && (!missing || now - earliestMissing >= 0);
    }

    /** Counts a fetch that begins. */
    void begin(boolean missing, long now) {
        starts[started++ % PER_MINUTE] = now;
        if (started >= PER_MINUTE) {
            earliest = starts[started % PER_MINUTE] + MINUTE;
        }
        if (missing) {
            earliestMissing = now + MISSING_PAUSE;
        }
    }

    /** A fetch has brought keys. */
    void succeed() {
        failures = 0;
    }

    /** A fetch has failed; gives how many have in a row. */
    int fail(long now) {
        long pause = Math.min(FIRST_PAUSE << Math.min(failures, 10), LONGEST_PAUSE);
        failures++;
        if (now + pause - earliest > 0) {
            earliest = now + pause;
        }
        return failures;
    }
}
