package dev.sekisho.policy.ratelimit.algorithm;

/**
 * What limits say of a request: written by a limiter, read by the policy, used again. All times are nanoseconds from the moment of the
 * decision. Not thread-safe.
 */
public final class Verdict {

    private static final int ADMITTED = -1;

    private final long[] remaining;
    private final long[] reset;
    private int refusing = ADMITTED;
    private long retryAfter;
    private long delay;

    /** For that many limits. */
    public Verdict(int limits) {
        remaining = new long[limits];
        reset = new long[limits];
    }

    /** Says that all limits admit. */
    public void admit() {
        refusing = ADMITTED;
        retryAfter = 0;
        delay = 0;
    }

    /** Says that a limit refuses; of several the one with the longest wait stands. */
    public void refuse(int limit, long retryAfterNanos) {
        if (refusing == ADMITTED || retryAfterNanos > retryAfter) {
            refusing = limit;
            retryAfter = retryAfterNanos;
        }
    }

    /** Says that the request has to wait for its turn; of several times the longest stands. */
    public void delay(long nanos) {
        delay = Math.max(delay, nanos);
    }

    /** Sets what a limit has left, and when it has all again. */
    public void set(int limit, long left, long resetNanos) {
        remaining[limit] = left;
        reset[limit] = resetNanos;
    }

    /** Takes over what another one of as many limits says. */
    public void copy(Verdict other) {
        System.arraycopy(other.remaining, 0, remaining, 0, remaining.length);
        System.arraycopy(other.reset, 0, reset, 0, reset.length);
        refusing = other.refusing;
        retryAfter = other.retryAfter;
        delay = other.delay;
    }

    /** How many limits it speaks of. */
    public int limits() {
        return remaining.length;
    }

    /** Whether the request may pass. */
    public boolean admitted() {
        return refusing == ADMITTED;
    }

    /** The limit that refuses, by its place; -1 where all admit. */
    public int refusing() {
        return refusing;
    }

    /** When the same request may pass, if no other comes first; 0 where it is admitted. */
    public long retryAfterNanos() {
        return retryAfter;
    }

    /** How long an admitted request has to wait before it goes on; 0 as a rule. */
    public long delayNanos() {
        return delay;
    }

    /** What is left of the limit of that place, whole units, at least 0. */
    public long remaining(int limit) {
        return remaining[limit];
    }

    /** When the limit of that place has all again: a window's end, or a full bucket. */
    public long resetNanos(int limit) {
        return reset[limit];
    }
}
