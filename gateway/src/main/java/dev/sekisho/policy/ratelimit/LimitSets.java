package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.identity.KnownConsumer;
import java.util.Map;
import java.util.Optional;

/**
 * The limits of a policy, and those of plans in place of them. Immutable, thread-safe.
 *
 * @param usual those of everybody else
 * @param plans by name of the plan
 */
record LimitSets(LimitSet usual, Map<String, LimitSet> plans) {

    /** Takes a copy. */
    LimitSets {
        plans = Map.copyOf(plans);
    }

    /** Those for a request. */
    LimitSet of(Exchange x) {
        if (plans.isEmpty()) {
            return usual;
        }
        Optional<KnownConsumer> consumer = x.principal().consumer();
        if (consumer.isEmpty() || consumer.get().plan().isEmpty()) {
            return usual;
        }
        LimitSet own = plans.get(consumer.get().plan().get());
        return own == null ? usual : own;
    }
}
