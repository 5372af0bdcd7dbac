package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Audience;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Limiter;
import dev.sekisho.policy.ratelimit.algorithm.LocalLimiter;
import dev.sekisho.policy.ratelimit.algorithm.Period;
import dev.sekisho.policy.ratelimit.algorithm.Timeline;
import dev.sekisho.policy.ratelimit.response.ResponseRateLimitConfig.Limit;
import dev.sekisho.policy.ratelimit.shared.SharedLimiters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code response-rate-limit}: limits on what responses say that they use, as Kong's response-ratelimiting. */
public final class ResponseRateLimit implements PolicyType<ResponseRateLimitConfig> {

    private static final int MOST = 16; // each request asks them all

    /** What counts together. */
    private record Shared(String zone, String name, String key, LimitRule rule, int keys, Audience audience) {}

    @Override
    public String name() {
        return "response-rate-limit";
    }

    @Override
    public Class<ResponseRateLimitConfig> configType() {
        return ResponseRateLimitConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Policy create(ResponseRateLimitConfig config, PolicyContext context) {
        check(config);
        List<Budget> budgets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        config.limits().forEach((name, limits) -> {
            if (!name.matches("[A-Za-z0-9_-]{1,50}") || !names.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("limits: " + FieldNames.printable(name)
                        + " (expected: letters, digits, - and _, each name once, case aside)");
            }
            List<Meter> meters = rules(name, limits).stream()
                    .map(rule -> Meter.of(name, rule, limiter(config, context, name, rule)))
                    .toList();
            budgets.add(new Budget(name, Meter.toBackend(name), meters));
        });
        UsageField field = new UsageField(
                FieldNames.changeable("header", config.header(), Head.RESPONSE),
                budgets.stream().map(Budget::name).toList());
        return new ResponseRateLimitPolicy(
                config,
                budgets,
                field,
                new UsageKey(config.key(), config.zone().isEmpty()),
                context.counter(
                        "api_gateway_response_rate_limit_hits_total",
                        "Requests and responses beyond a limit of the response-rate-limit policy.",
                        List.of(),
                        List.of()));
    }

    private static void check(ResponseRateLimitConfig config) {
        if (config.limits().isEmpty()) {
            throw new IllegalArgumentException("limits: none (expected: at least one)");
        }
        if (config.zone().filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("zone: \"\" (expected: a name)");
        }
        int count = config.limits().values().stream().mapToInt(List::size).sum();
        if (count > MOST) {
            throw new IllegalArgumentException("limits: " + count + " (expected: <= " + MOST + ")");
        }
    }

    private static List<LimitRule> rules(String name, List<Limit> limits) {
        String at = "limits." + name;
        if (limits.isEmpty()) {
            throw new IllegalArgumentException(at + ": none (expected: at least one)");
        }
        List<LimitRule> rules = new ArrayList<>();
        Set<Period> periods = new HashSet<>();
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            if (limit.uses() < 1) {
                throw new IllegalArgumentException(at + "[" + i + "].uses: " + limit.uses() + " (expected: >= 1)");
            }
            Period period = Period.parse(at + "[" + i + "].per", limit.per());
            if (!periods.add(period)) {
                throw new IllegalArgumentException(at + "[" + i + "].per: " + limit.per() + " (expected: each period once)");
            }
            rules.add(new LimitRule(Algorithm.FIXED_WINDOW, limit.uses(), period, 0, 0));
        }
        return rules;
    }

    private static Limiter limiter(
            ResponseRateLimitConfig config, PolicyContext context, String name, LimitRule rule) {
        String zone = config.zone().orElse("");
        Timeline timeline =
                context.shared(Timeline.class, Timeline.class, () -> Timeline.of(System.nanoTime(), context.clock()));
        Shared shared =
                new Shared(zone, name, config.key().toString(), rule, config.maxKeys(), context.audience());
        LocalLimiter local = context.shared(
                LocalLimiter.class, shared, () -> new LocalLimiter(List.of(rule), timeline, config.maxKeys()));
        if (config.store().isEmpty()) {
            return local;
        }
        String variant = context.audience().isEverybody() ? "" : "|" + context.audience();
        return SharedLimiters.hybrid(
                context,
                context.redis("store", config.store().get()),
                "response|" + zone + "|" + name + "|" + config.key() + variant,
                List.of(rule),
                local,
                config.syncInterval());
    }

    @Override
    public String describe(ResponseRateLimitConfig config) {
        return config.limits().entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + rules(entry.getKey(), entry.getValue()).stream()
                                .map(rule -> rule.requests() + " a " + rule.period())
                                .collect(Collectors.joining(" and ")))
                .collect(Collectors.joining("; ", "lets responses use ", " by "
                        + config.key().name().toLowerCase(Locale.ROOT) + ", as " + config.header() + " says"));
    }
}
