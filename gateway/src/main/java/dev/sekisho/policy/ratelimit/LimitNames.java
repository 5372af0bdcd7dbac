package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Family;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names of the fields about limits. Immutable, thread-safe.
 *
 * @param x whether X-RateLimit-Limit and its like are told
 * @param kong whether those of Kong's documentation of "rate-limiting" are told
 * @param draft whether those of draft-ietf-httpapi-ratelimit-headers are told
 * @param limits by limit, Kong's name for its period; {@link #NONE} for a period without a name
 * @param rest the same for what is left
 * @param all all names that are told or hidden
 */
record LimitNames(
        boolean x, boolean kong, boolean draft, List<HeaderName> limits, List<HeaderName> rest, List<HeaderName> all) {

    static final HeaderName LIMIT = HeaderName.of("X-RateLimit-Limit");
    static final HeaderName REMAINING = HeaderName.of("X-RateLimit-Remaining");
    static final HeaderName RESET = HeaderName.of("X-RateLimit-Reset");
    static final HeaderName KONG_LIMIT = HeaderName.of("RateLimit-Limit");
    static final HeaderName KONG_REMAINING = HeaderName.of("RateLimit-Remaining");
    static final HeaderName KONG_RESET = HeaderName.of("RateLimit-Reset");
    static final HeaderName DRAFT = HeaderName.of("RateLimit");
    static final HeaderName DRAFT_POLICY = HeaderName.of("RateLimit-Policy");

    /** No field. */
    static final HeaderName NONE = HeaderName.of("-");

    private static final Set<String> PERIODS = Set.of("second", "minute", "hour", "day", "month", "year");

    /** Those of settings. */
    static LimitNames of(List<Family> families, boolean hidden, List<LimitRule> rules) {
        List<HeaderName> limits =
                rules.stream().map(rule -> period("Limit", rule)).toList();
        List<HeaderName> rest =
                rules.stream().map(rule -> period("Remaining", rule)).toList();
        boolean x = families.isEmpty() || families.contains(Family.X_RATELIMIT);
        boolean kong = families.contains(Family.KONG);
        boolean draft = families.contains(Family.DRAFT);
        List<HeaderName> all = new ArrayList<>();
        if (x || hidden) {
            all.addAll(List.of(LIMIT, REMAINING, RESET));
        }
        if (kong || hidden) {
            all.addAll(List.of(KONG_LIMIT, KONG_REMAINING, KONG_RESET));
            for (String period : PERIODS.stream().sorted().toList()) {
                all.add(period("Limit", period));
                all.add(period("Remaining", period));
            }
        }
        if (draft || hidden) {
            all.addAll(List.of(DRAFT, DRAFT_POLICY));
        }
        return new LimitNames(x && !hidden, kong && !hidden, draft && !hidden, limits, rest, List.copyOf(all));
    }

    private static HeaderName period(String what, LimitRule rule) {
        String period = rule.period().toString();
        return PERIODS.contains(period) ? period(what, period) : NONE;
    }

    private static HeaderName period(String what, String period) {
        String name = period.substring(0, 1).toUpperCase(Locale.ROOT) + period.substring(1);
        return HeaderName.of("X-RateLimit-" + what + "-" + name);
    }

    /** Whether responses are told anything. */
    boolean isTelling() {
        return x || kong || draft;
    }

    /** Kong's name for the limit of that place. */
    HeaderName limit(int place) {
        return limits.get(place);
    }

    /** Kong's name for what is left of the limit of that place. */
    HeaderName remaining(int place) {
        return rest.get(place);
    }
}
