package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Limit;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Mode;
import dev.sekisho.policy.ratelimit.RateLimitConfig.PlanLimits;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code rate-limit}: how many requests of a client are admitted in a time. */
public final class RateLimit implements PolicyType<RateLimitConfig> {

    @Override
    public String name() {
        return "rate-limit";
    }

    @Override
    public Class<RateLimitConfig> configType() {
        return RateLimitConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Policy create(RateLimitConfig config, PolicyContext context) {
        check(config);
        KeyWriter keys = new KeyWriter(config);
        Rules rules = new Rules(config);
        Counting counting = new Counting(config, context);
        LimitSet usual = counting.of(rules.of("limits", config.limits()));
        Map<String, LimitSet> plans = new LinkedHashMap<>();
        config.plans().forEach((name, plan) -> {
            String at = "plans." + FieldNames.printable(name);
            if (!context.consumers().hasPlan(name)) {
                throw new IllegalArgumentException(at + ": no such plan (expected: name of a plan)");
            }
            plans.put(name, counting.of(rules.of(at + ".limits", limits(at, plan))));
        });
        Treatment treatment = new Treatment(config, context, keys.kind());
        return new RateLimitPolicy(
                new LimitSets(usual, plans), keys, new Costs(config.cost()), treatment, further(config, context));
    }

    private static List<Member> further(RateLimitConfig config, PolicyContext context) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < config.further().size(); i++) {
            String at = "further[" + i + "]";
            try {
                RateLimitConfig own = config.further().get(i).within(config);
                check(own);
                List<LimitRule> rules = new Rules(own).of("limits", own.limits());
                members.add(new Member(new KeyWriter(own), new Counting(own, context).of(rules)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(at + "." + e.getMessage(), e);
            }
        }
        return members;
    }

    private static void check(RateLimitConfig config) {
        if (config.limits().isEmpty() && config.plans().isEmpty()) {
            throw new IllegalArgumentException("limits: none (expected: at least one, or limits of plans)");
        }
        if (config.mode() != Mode.LOCAL && !config.further().isEmpty()) {
            throw new IllegalArgumentException(
                    "further: given (expected: only for mode local, found " + Counting.word(config.mode()) + ")");
        }
        if (config.zone().filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("zone: \"\" (expected: a name)");
        }
        if (config.mode() == Mode.LOCAL && config.store().isPresent()) {
            throw new IllegalArgumentException("store: given (expected: only for mode atomic and hybrid)");
        }
        if (config.mode() != Mode.LOCAL && config.store().isEmpty()) {
            throw new IllegalArgumentException("store: none (expected: name of a store of kind redis, for mode "
                    + Counting.word(config.mode()) + ")");
        }
        if ((config.nodelay() || config.delay().isPresent()) && !uses(config, Algorithm.LEAKY_BUCKET)) {
            throw new IllegalArgumentException("nodelay, delay: given (expected: only for leaky-bucket)");
        }
        if (config.burst().isPresent() && !uses(config, Algorithm.TOKEN_BUCKET, Algorithm.LEAKY_BUCKET)) {
            throw new IllegalArgumentException(
                    "burst: " + config.burst().get() + " (expected: only for token-bucket and leaky-bucket)");
        }
    }

    /** Whether any limit counts in one of these ways. */
    private static boolean uses(RateLimitConfig config, Algorithm... algorithms) {
        return Stream.concat(
                        config.limits().stream(),
                        config.plans().values().stream().flatMap(plan -> plan.limits().stream()))
                .anyMatch(limit ->
                        Arrays.asList(algorithms).contains(limit.algorithm().orElse(config.algorithm())));
    }

    private static List<Limit> limits(String at, PlanLimits plan) {
        if (plan.unlimited() != plan.limits().isEmpty()) {
            throw new IllegalArgumentException(at
                    + (plan.unlimited()
                            ? ".limits: beside unlimited (expected: one of them)"
                            : ".limits: none (expected: at least one, or unlimited: true)"));
        }
        return plan.limits();
    }

    @Override
    public String describe(RateLimitConfig config) {
        List<String> parts = new ArrayList<>();
        Rules rules = new Rules(config);
        if (!config.limits().isEmpty()) {
            parts.add("admits " + all(rules.of("limits", config.limits())));
        }
        config.plans()
                .forEach((name, plan) -> parts.add("plan " + name + ": "
                        + (plan.unlimited() ? "no limit" : all(rules.of("limits", plan.limits())))));
        String where = config.mode() == Mode.LOCAL ? "" : ", " + Counting.word(config.mode());
        String zone = config.zone().map(name -> ", zone " + name).orElse("");
        return String.join("; ", parts) + " by " + config.key() + zone + where + further(config)
                + (config.dryRun() ? ", dry run" : "");
    }

    private static String further(RateLimitConfig config) {
        return config.further().stream()
                .map(own -> own.within(config))
                .map(own -> "; and " + all(new Rules(own).of("limits", own.limits())) + " by " + own.key()
                        + own.zone().map(name -> ", zone " + name).orElse(""))
                .collect(Collectors.joining());
    }

    private static String all(List<LimitRule> rules) {
        return rules.stream().map(LimitRule::describe).collect(Collectors.joining(" and "));
    }
}
