package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.time.Duration;
import java.util.Optional;

/** {@code concurrency}: refuses requests beyond a number that is under way. */
public final class Concurrency implements PlainPolicyType<ConcurrencyConfig> {

    @Override
    public String name() {
        return "concurrency";
    }

    @Override
    public Class<ConcurrencyConfig> configType() {
        return ConcurrencyConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Policy create(ConcurrencyConfig config) {
        if (config.requests() < 1) {
            throw new IllegalArgumentException("requests: " + config.requests() + " (expected: >= 1)");
        }
        if (config.status() != 503 && config.status() != 429) {
            throw new IllegalArgumentException("status: " + config.status() + " (expected: 503 or 429)");
        }
        Optional<String> retryAfter = config.retryAfter().map(Concurrency::seconds);
        return new ConcurrencyPolicy(config.requests(), config.status(), retryAfter);
    }

    @Override
    public String describe(ConcurrencyConfig config) {
        return "answers " + config.status() + " while " + config.requests() + " requests are under way";
    }

    private static String seconds(Duration after) {
        if (after.isNegative() || after.getNano() != 0) {
            throw new IllegalArgumentException("retryAfter: " + after + " (expected: whole seconds, >= 0s)");
        }
        return Long.toString(after.toSeconds());
    }
}
