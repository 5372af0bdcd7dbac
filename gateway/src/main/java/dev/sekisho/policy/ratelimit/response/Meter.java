package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Limiter;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.util.Locale;

/**
 * What was used of one limit. Unlike with requests, all that was used counts, up to the limit: the backend has done it. Immutable but
 * for what its limiter counts, thread-safe; allocates nothing.
 *
 * @param limit field that tells the limit, in the form of Kong's response-ratelimiting
 * @param remaining field that tells what is left
 */
record Meter(LimitRule rule, Limiter limiter, HeaderName limit, HeaderName remaining) {

    /** The meter of a limit of that name. */
    static Meter of(String name, LimitRule rule, Limiter limiter) {
        String ending = capital(name) + "-" + capital(rule.period().toString());
        return new Meter(
                rule,
                limiter,
                HeaderName.of("X-RateLimit-Limit-" + ending),
                HeaderName.of("X-RateLimit-Remaining-" + ending));
    }

    /** The field by which a backend is told what is left of a name. */
    static HeaderName toBackend(String name) {
        return HeaderName.of("X-RateLimit-Remaining-" + capital(name));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** Reads what is left, and when all is there again. */
    void read(LimitKey key, long now, Verdict into) {
        limiter.take(key, 0, now, into);
    }

    /** Counts what was used, or all that is left where that is less. */
    void use(LimitKey key, long amount, long now, Verdict into) {
        long rest = amount;
        while (rest > 0) {
            limiter.take(key, rest, now, into);
            if (into.admitted()) {
                return;
            }
            rest = Math.min(rest - 1, into.remaining(0)); // less than was asked for, or it would have been admitted
        }
    }
}
