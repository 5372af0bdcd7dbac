package dev.sekisho.policy.ratelimit.shared;

import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Script;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.RemoteLimiter;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Decides in the store, by one call of a script that runs as one step there, on the store's clock: gateways together never admit more
 * than one of them would. Thread-safe, never blocks.
 */
public final class AtomicLimiter implements RemoteLimiter {

    private final KeyValueStore store;
    private final SharedRules rules;
    private final Script script;

    /**
     * Of limits in a store.
     *
     * @param scope what else tells keys apart, such as the name of a route; gateways with equal scopes and limits count together
     * @param clock the wall clock, which has to be right to a month
     */
    public AtomicLimiter(KeyValueStore store, String scope, List<LimitRule> rules, InstantSource clock) {
        this(store, new SharedRules(scope, rules, clock), SharedRules.SCRIPT);
    }

    AtomicLimiter(KeyValueStore store, SharedRules rules, Script script) {
        this.store = store;
        this.rules = rules;
        this.script = script;
    }

    @Override
    public CompletableFuture<Verdict> take(LimitKey key, long cost) {
        return store.eval(script, rules.keys(rules.name(key)), rules.arguments(cost, false))
                .thenApply(SharedAnswer::verdict);
    }
}
