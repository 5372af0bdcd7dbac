package dev.sekisho.policy.ratelimit;

import dev.sekisho.policy.ratelimit.RateLimitConfig.Limit;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes limits of settings. */
final class Rules {

    private static final int MOST = 16; // each request asks them all

    private final RateLimitConfig config;

    Rules(RateLimitConfig config) {
        this.config = config;
    }

    /**
     * The limits of a list.
     *
     * @param setting the setting that has it, for messages
     * @throws IllegalArgumentException where a limit cannot work
     */
    List<LimitRule> of(String setting, List<Limit> limits) {
        if (limits.size() > MOST) {
            throw new IllegalArgumentException(setting + ": " + limits.size() + " (expected: <= " + MOST + ")");
        }
        if (config.nodelay() && config.delay().isPresent()) {
            throw new IllegalArgumentException("delay: beside nodelay (expected: one of them)");
        }
        List<LimitRule> rules = new ArrayList<>();
        for (int i = 0; i < limits.size(); i++) {
            String at = setting + "[" + i + "]";
            try {
                rules.add(of(at, limits.get(i)));
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                throw message.startsWith(at) ? e : new IllegalArgumentException(at + "." + message, e);
            }
        }
        return List.copyOf(rules);
    }

    private LimitRule of(String at, Limit limit) {
        if (limit.requests() < 1) {
            throw new IllegalArgumentException(at + ".requests: " + limit.requests() + " (expected: >= 1)");
        }
        Algorithm algorithm = limit.algorithm().orElse(config.algorithm());
        if (algorithm == Algorithm.SLIDING_LOG && limit.requests() > LimitRule.LONGEST_LOG) {
            throw new IllegalArgumentException(at + ".requests: " + limit.requests() + " (expected: <= "
                    + LimitRule.LONGEST_LOG + " for sliding-log)");
        }
        Period period = Period.parse(at + ".per", limit.per());
        Optional<Integer> burst = limit.burst().or(config::burst);
        return switch (algorithm) {
            case TOKEN_BUCKET -> {
                int capacity = burst.orElse(limit.requests());
                if (capacity < 1) {
                    throw new IllegalArgumentException(at + ".burst: " + capacity + " (expected: >= 1)");
                }
                yield new LimitRule(algorithm, limit.requests(), period, capacity, 0);
            }
            case LEAKY_BUCKET ->
                new LimitRule(algorithm, limit.requests(), period, burst.orElse(0), delay(burst.orElse(0)));
            case FIXED_WINDOW, SLIDING_LOG, SLIDING_WINDOW -> {
                none(limit.burst().isPresent(), at + ".burst", "token-bucket and leaky-bucket");
                yield new LimitRule(algorithm, limit.requests(), period, 0, 0);
            }
        };
    }

    private int delay(int burst) {
        return config.nodelay() ? burst : Math.min(burst, config.delay().orElse(0));
    }

    private static void none(boolean given, String setting, String where) {
        if (given) {
            throw new IllegalArgumentException(setting + ": given (expected: only for " + where + ")");
        }
    }
}
