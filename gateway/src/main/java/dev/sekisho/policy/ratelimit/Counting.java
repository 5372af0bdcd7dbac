package dev.sekisho.policy.ratelimit;

import dev.sekisho.model.Audience;
import dev.sekisho.model.Store;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Mode;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.LocalLimiter;
import dev.sekisho.policy.ratelimit.algorithm.Timeline;
import dev.sekisho.policy.ratelimit.shared.SharedLimiters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds or makes what counts for limits. What is counted outlives a reload, for as long as limits, kind of key, zone and audience stay as
 * they are. */
final class Counting {

    private static final int KEYS = 100_000;

    private final RateLimitConfig config;
    private final PolicyContext context;

    /**
     * What counts together.
     *
     * @param zone its name; empty for none
     * @param key whose requests, as configured
     * @param rules the limits
     * @param keys how many keys are remembered
     * @param audience for whom the policy is
     */
    private record Shared(
            String zone,
            String key,
            RateLimitConfig.AddressPrefix prefix,
            List<LimitRule> rules,
            int keys,
            Audience audience) {}

    Counting(RateLimitConfig config, PolicyContext context) {
        this.config = config;
        this.context = context;
    }

    /** What counts for these limits. */
    LimitSet of(List<LimitRule> rules) {
        LimitFields fields = new LimitFields(config.headers(), config.hideHeaders(), rules);
        if (rules.isEmpty()) {
            return new LimitSet(rules, (key, cost, now, into) -> into.admit(), Optional.empty(), fields);
        }
        LocalLimiter local = local(rules);
        return switch (config.mode()) {
            case LOCAL -> new LimitSet(rules, local, Optional.empty(), fields);
            case ATOMIC ->
                new LimitSet(rules, local, Optional.of(SharedLimiters.atomic(context, store(), name(), rules)), fields);
            case HYBRID ->
                new LimitSet(
                        rules,
                        SharedLimiters.hybrid(context, store(), name(), rules, local, config.syncInterval()),
                        Optional.empty(),
                        fields);
        };
    }

    private Store store() {
        return context.redis("store", config.store().orElse(""));
    }

    /** What else tells keys of one policy from those of another; keys themselves hold the route where there is no zone. */
    private String name() {
        String variant = context.audience().isEverybody() ? "" : "|" + context.audience();
        return config.zone().orElse("") + "|" + config.key() + "|" + config.addressPrefix() + variant;
    }

    private LocalLimiter local(List<LimitRule> rules) {
        int keys = keys(rules);
        Shared shared = new Shared(
                config.zone().orElse(""), config.key(), config.addressPrefix(), rules, keys, context.audience());
        Timeline timeline =
                context.shared(Timeline.class, Timeline.class, () -> Timeline.of(System.nanoTime(), context.clock()));
        return isLeakyZone(rules)
                ? new LocalLimiter(rules.getFirst(), timeline, room(rules.getFirst(), timeline, keys))
                : context.shared(LocalLimiter.class, shared, () -> new LocalLimiter(rules, timeline, keys));
    }

    /** As with nginx, places of a zone fill one bucket even where they let it hold more or less. */
    private boolean isLeakyZone(List<LimitRule> rules) {
        return config.zone().isPresent()
                && config.mode() == Mode.LOCAL
                && rules.size() == 1
                && rules.getFirst().algorithm() == Algorithm.LEAKY_BUCKET;
    }

    private LocalLimiter.Room room(LimitRule rule, Timeline timeline, int keys) {
        LimitRule rate = new LimitRule(Algorithm.LEAKY_BUCKET, rule.requests(), rule.period(), 0, 0);
        Shared shared = new Shared(
                config.zone().orElse(""),
                config.key(),
                config.addressPrefix(),
                List.of(rate),
                keys,
                context.audience());
        return context.shared(LocalLimiter.Room.class, shared, () -> new LocalLimiter.Room(rule, timeline, keys));
    }

    private int keys(List<LimitRule> rules) {
        int most = LocalLimiter.mostKeys(rules);
        if (config.maxKeys().filter(keys -> keys > most).isPresent()) {
            throw new IllegalArgumentException("maxKeys: " + config.maxKeys().get() + " (expected: <= " + most
                    + ", since the logs of sliding-log take 8 bytes for each request of each key, 128 MiB in all)");
        }
        return config.maxKeys().orElse(Math.min(KEYS, most));
    }

    /** The word for a mode in configurations. */
    static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
