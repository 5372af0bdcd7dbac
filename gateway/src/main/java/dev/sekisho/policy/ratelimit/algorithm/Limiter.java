package dev.sekisho.policy.ratelimit.algorithm;

/** Decides about requests at once, from what this process knows. Thread-safe, lock-free, of use by all event loops. */
public interface Limiter {

    /**
     * Counts a request where all limits admit it, and nothing where one refuses.
     *
     * @param key whose it is; not kept
     * @param cost what it takes, 1 as a rule; more than the capacity of a limit is always refused
     * @param now a {@link System#nanoTime} value
     * @param into is told the decision, what is left, and when to come again
     */
    void take(LimitKey key, long cost, long now, Verdict into);

    /**
     * Gives back what {@link #take} has counted for a request that is refused elsewhere, where that still counts; logs give nothing back.
     *
     * @param now the time at which it was counted
     */
    default void giveBack(LimitKey key, long cost, long now) {}
}
