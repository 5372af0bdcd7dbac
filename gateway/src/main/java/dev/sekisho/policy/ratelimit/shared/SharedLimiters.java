package dev.sekisho.policy.ratelimit.shared;

import dev.sekisho.model.Store;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Limiter;
import dev.sekisho.policy.ratelimit.algorithm.LocalLimiter;
import dev.sekisho.policy.ratelimit.algorithm.RemoteLimiter;
import java.time.Duration;
import java.util.List;

/** Makes limiters that gateways share by a store. What they count outlives reloads: in the store, or with the local limiter. */
public final class SharedLimiters {

    private SharedLimiters() {}

    /** Equal for the same hybrid limiter; the local one is the same for as long as somebody holds it. */
    private record Hybrid(Store store, String name, List<LimitRule> rules, LocalLimiter local, Duration interval) {}

    /**
     * Decides in the store.
     *
     * @param store of kind redis
     * @param name what, beside the limits, tells keys of the store apart
     */
    public static RemoteLimiter atomic(PolicyContext context, Store store, String name, List<LimitRule> rules) {
        return new AtomicLimiter(context.open(store), name, rules, context.clock());
    }

    /**
     * Decides here, and reconciles with the store in the background.
     *
     * @param store of kind redis
     * @param name what, beside the limits, tells keys of the store apart
     * @param local what it counts in
     * @param interval between two exchanges with the store about a key in use
     */
    public static Limiter hybrid(
            PolicyContext context,
            Store store,
            String name,
            List<LimitRule> rules,
            LocalLimiter local,
            Duration interval) {
        return context.shared(
                HybridLimiter.class,
                new Hybrid(store.unnamed(), name, rules, local, interval),
                () -> new HybridLimiter(local, context.open(store), name, rules, context.clock(), interval));
    }
}
