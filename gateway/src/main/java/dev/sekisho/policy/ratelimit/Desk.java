package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a policy writes on one event loop, used again for each request. Not thread-safe. */
final class Desk {

    private static final int SPARE = 512; // as many as a loop keeps exchanges

    final LimitKey key = new LimitKey();
    final Headers scratch = new Headers();
    private final Map<LimitSet, ArrayDeque<Decision>> spare = new HashMap<>();
    private final IdentityHashMap<Exchange, Decision> kept =
            new IdentityHashMap<>(); // allocates nothing, unlike attachments

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

    /** Keeps the decision of an exchange until it ends. */
    void keep(Exchange x, Decision decision) {
        kept.put(x, decision);
    }

    /** The decision of an exchange; null where there is none to tell of. */
    @Nullable
    Decision kept(Exchange x) {
        return kept.get(x);
    }

    /** Takes back the decision of an exchange that has ended. */
    void forget(Exchange x) {
        Decision decision = kept.remove(x);
        if (decision != null) {
            close(decision);
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
