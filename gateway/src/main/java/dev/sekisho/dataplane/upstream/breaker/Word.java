package dev.sekisho.dataplane.upstream.breaker;

/**
 * The state of a breaker in one long: two bits of state, ten for the failures in a row, ten each for place, fill and failures
 * of the window, 22 for the number of the period. While half open, the place counts the trials under way and the fill the
 * successes.
 */
final class Word {

    /** No word: the call is refused. */
    static final long REFUSED = -1;

    private static final int BITS = 10;
    private static final int MASK = (1 << BITS) - 1;
    private static final int CONSECUTIVE = 2;
    private static final int POSITION = CONSECUTIVE + BITS;
    private static final int FILLED = POSITION + BITS;
    private static final int FAILURES = FILLED + BITS;
    private static final int PERIOD = FAILURES + BITS;
    private static final int PERIOD_MASK = (1 << 21) - 1; // one bit less than there is, so that no word is negative
    private static final State[] STATES = State.values();

    private Word() {}

    private static long of(State state, int period, int consecutive, int position, int filled, int failures) {
        return state.ordinal()
                | (long) consecutive << CONSECUTIVE
                | (long) position << POSITION
                | (long) filled << FILLED
                | (long) failures << FAILURES
                | (long) (period & PERIOD_MASK) << PERIOD;
    }

    static long closed(int period) {
        return of(State.CLOSED, period, 0, 0, 0, 0);
    }

    static long open(int period, int consecutive) {
        return of(State.OPEN, period, consecutive, 0, 0, 0);
    }

    /** Half open, with one trial under way. */
    static long halfOpen(int period) {
        return of(State.HALF_OPEN, period, 0, 1, 0, 0);
    }

    static State state(long word) {
        return STATES[(int) word & 3];
    }

    static int period(long word) {
        return (int) (word >>> PERIOD);
    }

    private static int field(long word, int at) {
        return (int) (word >>> at) & MASK;
    }

    static int consecutive(long word) {
        return field(word, CONSECUTIVE);
    }

    static int position(long word) {
        return field(word, POSITION);
    }

    static int filled(long word) {
        return field(word, FILLED);
    }

    static int failures(long word) {
        return field(word, FAILURES);
    }

    static int trials(long word) {
        return field(word, POSITION);
    }

    static int successes(long word) {
        return field(word, FILLED);
    }

    static long withTrials(long word, int trials, int successes) {
        return of(State.HALF_OPEN, period(word), 0, trials(word) + trials, successes(word) + successes, 0);
    }

    /** One more outcome, which takes the place of one that is leaving the window. */
    static long counted(long word, int window, int failure, int leaving) {
        int row = failure == 0 ? 0 : Math.min(MASK, consecutive(word) + 1);
        int position = (position(word) + 1) % window;
        int filled = Math.min(window, filled(word) + 1);
        int failures = Math.max(0, failures(word) + failure - leaving);
        return of(State.CLOSED, period(word), row, position, filled, failures);
    }
}
