package dev.sekisho.policy.introspection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * When the endpoint may be asked: always, until five requests in a row have failed; then not at all for a second; then one request
 * tries, and each that fails doubles the pause, to 30 s at most. Times are those of {@link System#nanoTime}. Thread-safe without
 * locks.
 */
final class Outages {

    /** Failures in a row that begin an outage. */
    static final int FAILURES = 5;

    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);

    /**
     * How it goes.
     *
     * @param failures in a row, at most {@link #FAILURES}
     * @param pauses how many pauses there were
     * @param until end of the pause
     * @param tried whether a request tries
     */
    private record State(int failures, int pauses, long until, boolean tried) {
        boolean out() {
            return failures >= FAILURES;
        }
    }

    private static final State GOOD = new State(0, 0, 0, false);

    private final AtomicReference<State> state = new AtomicReference<>(GOOD);

    /** Whether a request may begin; who gets this in an outage must tell how it went. */
    boolean mayAsk(long now) {
        State seen = state.get();
        if (!seen.out()) {
            return true;
        }
        return !seen.tried()
                && now - seen.until() >= 0
                && state.compareAndSet(seen, new State(seen.failures(), seen.pauses(), seen.until(), true));
    }

    /** A request was answered; gives whether that ends an outage. */
    boolean succeed() {
        return state.get() != GOOD && state.getAndSet(GOOD).out();
    }

    /** A request has failed; gives whether a pause begins by that. Those that began before it count no more. */
    boolean fail(long now) {
        State before = state.getAndUpdate(seen -> after(seen, now));
        return before.failures() == FAILURES - 1 || before.tried();
    }

    private static State after(State seen, long now) {
        if (seen.out() && !seen.tried()) {
            return seen;
        }
        int failures = Math.min(FAILURES, seen.failures() + 1);
        if (failures < FAILURES) {
            return new State(failures, 0, 0, false);
        }
        long pause = Math.min(FIRST_PAUSE << Math.min(seen.pauses(), 10), LONGEST_PAUSE);
        return new State(failures, seen.pauses() + 1, now + pause, false);
    }

    /** Whether nobody may ask, but to try. */
    boolean isOut() {
        return state.get().out();
    }
}
