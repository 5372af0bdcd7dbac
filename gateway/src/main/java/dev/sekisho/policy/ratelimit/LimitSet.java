package dev.sekisho.policy.ratelimit;

import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Limiter;
import dev.sekisho.policy.ratelimit.algorithm.RemoteLimiter;
import java.util.List;
import java.util.Optional;

/** Limits that hold together, and what counts for them. One is equal to itself alone. Immutable, thread-safe. */
final class LimitSet {

    private final List<LimitRule> rules;
    private final Limiter limiter;
    private final Optional<RemoteLimiter> remote;
    private final LimitFields fields;

    /**
     * Limits.
     *
     * @param rules none for no limit at all
     * @param limiter decides at once
     * @param remote decides in place of it where it can
     * @param fields what responses tell
     */
    LimitSet(List<LimitRule> rules, Limiter limiter, Optional<RemoteLimiter> remote, LimitFields fields) {
        this.rules = rules;
        this.limiter = limiter;
        this.remote = remote;
        this.fields = fields;
    }

    /** Whether nobody is ever refused. */
    boolean isUnlimited() {
        return rules.isEmpty();
    }

    /** The limits. */
    List<LimitRule> rules() {
        return rules;
    }

    /** What decides at once. */
    Limiter limiter() {
        return limiter;
    }

    /** What decides in place of it where it can. */
    Optional<RemoteLimiter> remote() {
        return remote;
    }

    /** What responses tell. */
    LimitFields fields() {
        return fields;
    }
}
