package dev.sekisho.policy.basic;

import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Remembered;
import org.jspecify.annotations.Nullable;

/** Pairs that were right not long ago; bounded by count. Thread-safe. */
final class VerifiedPairs {

    /** Pairs that are kept. */
    static final int MOST = 10_000;

    private final Remembered<PairKey, Verified> known = new Remembered<>(MOST);

    private record Verified(Principal principal, long since) {}

    /**
     * Who showed that pair, or null where it is to be checked.
     *
     * @param now a {@link System#nanoTime} value
     * @param nanos how long a pair counts
     */
    @Nullable
    Principal find(PairKey key, long now, long nanos) {
        Verified verified = known.get(key);
        return verified == null || now - verified.since >= nanos ? null : verified.principal;
    }

    /** Keeps a pair that was found right at that time. */
    void add(PairKey key, Principal principal, long now) {
        known.put(key, new Verified(principal, now));
    }

    /** How many are kept. */
    int size() {
        return known.size();
    }
}
