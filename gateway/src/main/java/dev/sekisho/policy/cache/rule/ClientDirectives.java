package dev.sekisho.policy.cache.rule;

import java.util.OptionalLong;

/** What a request wants of a stored response (RFC 9111 section 5.2.1). Thread-safe. */
public final class ClientDirectives {

    private ClientDirectives() {}

    /** How a stored response fits. */
    public enum Fit {
        /** It may be used as it is. */
        FRESH,
        /** It may be used although it is stale. */
        STALE,
        /** The origin has to be asked. */
        NO
    }

    /** How a stored response of that age, milliseconds, fits a request with these directives. */
    public static Fit fit(CacheControl asked, Lifetime lifetime, long age) {
        if (asked.has("no-cache") || age > limit(asked.seconds("max-age"))) {
            return Fit.NO;
        }
        long margin = asked.seconds("min-fresh").orElse(0) * 1000;
        if (lifetime.isFresh(age) && (margin == 0 || lifetime.fresh() - age >= margin)) {
            return Fit.FRESH;
        }
        if (!lifetime.strict() && !lifetime.isFresh(age) && margin == 0 && asked.has("max-stale")) {
            boolean any = asked.directives().getOrDefault("max-stale", "").isEmpty();
            return any || age - lifetime.fresh() <= limit(asked.seconds("max-stale")) ? Fit.STALE : Fit.NO;
        }
        return Fit.NO;
    }

    private static long limit(OptionalLong seconds) {
        return seconds.isPresent() ? seconds.getAsLong() * 1000 : Long.MAX_VALUE;
    }
}
