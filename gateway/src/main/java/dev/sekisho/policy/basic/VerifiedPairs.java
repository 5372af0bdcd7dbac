package dev.sekisho.policy.basic;

import dev.sekisho.dataplane.identity.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pairs that were right not long ago. Two ages of bounded size: once the younger is full it becomes the older, and what was
 * the older goes. Thread-safe without a lock: where two threads turn at once, pairs are lost and checked again, no more.
 */
final class VerifiedPairs {

    /** Pairs of each age. */
    static final int MOST = 5_000;

    private volatile Map<PairKey, Verified> young = new ConcurrentHashMap<>();
    private volatile Map<PairKey, Verified> old = Map.of();

    private record Verified(Principal principal, long since) {}

    /**
     * Who showed that pair, or null where it is to be checked.
     *
     * @param now a {@link System#nanoTime} value
     * @param nanos how long a pair counts
     */
    @Nullable
    Principal find(PairKey key, long now, long nanos) {
        Verified verified = young.get(key);
        if (verified == null) {
            verified = old.get(key);
        }
        return verified == null || now - verified.since >= nanos ? null : verified.principal;
    }

    /** Keeps a pair that was found right at that time. */
    void add(PairKey key, Principal principal, long now) {
        Map<PairKey, Verified> current = young;
        current.put(key, new Verified(principal, now));
        if (current.size() >= MOST) {
            old = current;
            young = new ConcurrentHashMap<>();
        }
    }

    /** How many are kept. */
    int size() {
        return young.size() + old.size();
    }
}
