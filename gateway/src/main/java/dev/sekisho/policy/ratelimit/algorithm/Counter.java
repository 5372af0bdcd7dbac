package dev.sekisho.policy.ratelimit.algorithm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One limit's state of one key: some words of an array, all 0 for a key that was never seen, changed by compare-and-set alone, so that
 * loops never wait for each other and never admit more than the limit. The highest bit of a word says that it is frozen: its key is being
 * taken out, and what would change it has to look it up anew. Times are those of a {@link Timeline}. Immutable itself, thread-safe.
 */
abstract sealed class Counter permits Bucket, FixedWindow, SlidingWindow, SlidingLog {

    /** The request is refused. */
    static final long REFUSED = -1;

    /** The words are frozen. */
    static final long FROZEN = -2;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    /** The counter of a rule. */
    static Counter of(LimitRule rule, Timeline timeline) {
        return switch (rule.algorithm()) {
            case TOKEN_BUCKET, LEAKY_BUCKET -> new Bucket(rule);
            case FIXED_WINDOW -> new FixedWindow(rule, new Windows(rule.period(), timeline));
            case SLIDING_WINDOW -> new SlidingWindow(rule, new Windows(rule.period(), timeline));
            case SLIDING_LOG -> new SlidingLog(rule);
        };
    }

    /** How many words it needs. */
    abstract int size();

    /** Whether a request would be admitted; changes nothing. */
    abstract boolean fits(long[] words, int at, long now, long cost);

    /** Counts a request where it is admitted: the time that it has to wait, nanoseconds, or {@link #REFUSED} or {@link #FROZEN}. */
    abstract long take(long[] words, int at, long now, long cost);

    /** Takes back what was counted at that time, where it still counts; false where it cannot. */
    abstract boolean giveBack(long[] words, int at, long now, long cost);

    /**
     * Counts what others have admitted, so that no more is left here than there.
     *
     * @param left what is left there; negative where more than the limit was admitted
     * @param reset in how many nanoseconds all is left there again
     * @param own what was admitted here and is not counted there
     */
    abstract void lower(long[] words, int at, long now, long left, long reset, long own);

    /** The highest cost that would be admitted. */
    abstract long left(long[] words, int at, long now);

    /** The highest cost that is ever admitted. */
    abstract long capacity();

    /** When all is there again, nanoseconds from now. */
    abstract long reset(long[] words, int at, long now);

    /** Tells what is left, and when all is there again. */
    final void tell(long[] words, int at, long now, Verdict into, int limit) {
        into.set(limit, left(words, at, now), reset(words, at, now));
    }

    /** How long until a request would be admitted, nanoseconds; where it never is, until all is there again. */
    abstract long retryAfter(long[] words, int at, long now, long cost);

    /** From when on the state is as if the key had never been seen. */
    abstract long freshAt(long[] words, int at);

    static long get(long[] words, int at) {
        return (long) WORD.getAcquire(words, at);
    }

    static boolean set(long[] words, int at, long expected, long next) {
        return WORD.compareAndSet(words, at, expected, next);
    }

    static void freeze(long[] words, int at) {
        WORD.getAndBitwiseOr(words, at, Long.MIN_VALUE);
    }

    static long thawed(long word) {
        return word & Long.MAX_VALUE;
    }
}
