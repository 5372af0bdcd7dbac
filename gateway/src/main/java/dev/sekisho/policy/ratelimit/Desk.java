package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** What a policy writes on one event loop, used again for each request. Not thread-safe. */
final class Desk {

    private static final int SPARE = 512; // as many as a loop keeps exchanges

    final LimitKey key = new LimitKey();
    final Headers scratch = new Headers();
    private final Map<LimitSet, ArrayDeque<Decision>> spare = new HashMap<>();

    /** A decision to fill in. */
    Decision open(LimitSet set) {
        Decision decision = spare(set).pollFirst();
        return decision != null
                ? decision
                : new Decision(set, new Verdict(set.rules().size()));
    }

    /** Takes one back. */
    void close(Decision decision) {
        ArrayDeque<Decision> all = spare(decision.set());
        if (all.size() < SPARE) {
            all.addFirst(decision);
        }
    }

    private ArrayDeque<Decision> spare(LimitSet set) {
        ArrayDeque<Decision> known = spare.get(set);
        if (known == null) {
            known = new ArrayDeque<>();
            spare.put(set, known);
        }
        return known;
    }
}
