package dev.sekisho.policy.ratelimit.shared;

import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Limiter;
import dev.sekisho.policy.ratelimit.algorithm.LocalLimiter;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides here and at once, from what this gateway has counted and what it last heard of the store; tells the store after each interval
 * what it has admitted, and hears what all have. So a request waits for nobody, and where the store does not answer each gateway limits
 * by itself.
 *
 * <p>Error: a gateway does not know what the others have admitted since it last heard of them, which is an interval and two calls of the
 * store ago at most. So n gateways admit at most (n - 1) times what one of them admits in that time more than one gateway would, in each
 * window or, of a bucket, at any time: what was admitted too much is owed, and paid before anything else is admitted. Where a call fails,
 * what it was to tell is counted by its gateway alone.
 *
 * <p>Thread-safe, never blocks.
 */
public final class HybridLimiter implements Limiter {

    private final LocalLimiter local;
    private final KeyValueStore store;
    private final SharedRules rules;
    private final Executor after;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Share> shares = new ConcurrentHashMap<>();

    /**
     * Of limits in a store.
     *
     * @param local counts here, by the same limits
     * @param scope what else tells keys apart, such as the name of a route
     * @param interval between two exchanges with the store about a key in use
     */
    public HybridLimiter(
            LocalLimiter local,
            KeyValueStore store,
            String scope,
            List<LimitRule> rules,
            InstantSource clock,
            Duration interval) {
        this.local = local;
        this.store = store;
        this.rules = new SharedRules(scope, rules, clock);
        this.after = CompletableFuture.delayedExecutor(interval.toNanos(), TimeUnit.NANOSECONDS);
        this.nanoTime = System::nanoTime;
    }

    @Override
    public void take(LimitKey key, long cost, long now, Verdict into) {
        local.take(key, cost, now, into);
        long counted = into.admitted() ? cost : 0;
        String name = rules.name(key);
        while (true) {
            Share known = shares.get(name); // first, since computing takes a lock
            Share share = known != null ? known : shares.computeIfAbsent(name, n -> new Share(n, key.copy()));
            if (share.add(counted)) {
                if (share.begin()) {
                    after.execute(() -> reconcile(share));
                }
                return;
            }
            shares.remove(name, share);
        }
    }

    private void reconcile(Share share) {
        long counted = share.send();
        store.eval(SharedRules.SCRIPT, rules.keys(share.name()), rules.arguments(counted, true))
                .whenComplete((answer, failure) -> reconciled(share, answer));
    }

    private void reconciled(Share share, @Nullable List<Long> answer) {
        if (answer != null) {
            LimitKey key = new LimitKey();
            key.add(share.key(), 0, share.key().length);
            int limits = SharedAnswer.limits(answer);
            long[] left = new long[limits];
            long[] reset = new long[limits];
            for (int i = 0; i < limits; i++) {
                left[i] = SharedAnswer.left(answer, i);
                reset[i] = SharedAnswer.resetNanos(answer, i);
            }
            local.lower(key, left, reset, share.unsent(), nanoTime.getAsLong());
        }
        if (share.end()) {
            shares.remove(share.name(), share);
        } else {
            after.execute(() -> reconcile(share));
        }
    }

    /** How many keys are in use, for which the store is asked. */
    int keys() {
        return shares.size();
    }
}
