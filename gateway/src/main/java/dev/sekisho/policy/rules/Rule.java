package dev.sekisho.policy.rules;

import dev.sekisho.dataplane.Exchange;
import java.util.List;

/**
 * A rule, ready to be asked. Immutable, thread-safe.
 *
 * @param name for explanations
 * @param when terms that must all hold
 * @param unless terms of which none may hold
 */
record Rule(String name, List<Term> when, List<Term> unless) {

    /** The rule at that place of its list. */
    static Rule of(RuleConfig config, int place) {
        return new Rule(
                config.name().orElseGet(() -> "number " + (place + 1)),
                Terms.of(config.when()),
                Terms.of(config.unless()));
    }

    /** Whether it describes a request. */
    boolean describes(Exchange x) {
        for (int i = 0; i < when.size(); i++) {
            if (!when.get(i).holds(x)) {
                return false;
            }
        }
        for (int i = 0; i < unless.size(); i++) {
            if (unless.get(i).holds(x)) {
                return false;
            }
        }
        return true;
    }
}
