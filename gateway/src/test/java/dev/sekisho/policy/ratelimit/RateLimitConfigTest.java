package dev.sekisho.policy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Cost;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Mode;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What of settings is refused, and what explain says of the rest. */
class RateLimitConfigTest {

    private final PolicyContext context = new PolicyContext(
            Consumers.of(List.of(), List.of(new Plan("gold", Optional.empty(), Origin.NONE))),
            PolicyServices.offline());
    private final RateLimitSettings settings = new RateLimitSettings();

    @Test
    void settingsThatCannotWorkAreNamed() {
        refused(s -> {}, "limits: none (expected: at least one, or limits of plans)");
        refused(s -> s.limit(-1, "minute"), "limits[0].requests: -1 (expected: >= 1)");
        refused(
                s -> s.limit(1, "fortnight"),
                "limits[0].per: fortnight (expected: second, minute, hour, day, month, year, or a duration such as"
                        + " 10s)");
        refused(s -> s.limit(1, "10ms"), "limits[0].per: 10ms (expected: 100ms to 366d)");
        refused(s -> s.limit(1, "minute").key = "ip", "key: ip (expected: global, route,");
        refused(s -> s.limit(1, "minute").key = "path:login", "key: path:login (expected: a path as requests have it");
        refused(s -> s.limit(1, "minute").key = "{nobody}", "key: {nobody} (expected: {clientAddress}");
        refused(s -> s.limit(1, "minute").nodelay = true, "nodelay, delay: given (expected: only for leaky-bucket)");
        refused(s -> s.limit(1, "minute").burst = Optional.of(0), "limits[0].burst: 0 (expected: >= 1)");
        refused(
                s -> {
                    s.limit(1, "minute").algorithm = Algorithm.FIXED_WINDOW;
                    s.burst = Optional.of(5);
                },
                "burst: 5 (expected: only for token-bucket and leaky-bucket)");
        refused(
                s -> s.limit(1, "minute").cost = new Cost(1, Optional.empty(), Optional.empty(), 5, 4),
                "cost.min: 5 (expected: <= cost.max, 4)");
        refused(
                s -> s.limit(1, "minute").cost = new Cost(1, Optional.of("X-Cost"), Optional.of("{query.n}"), 1, 4),
                "cost.value: given beside cost.header (expected: one of them)");
        refused(
                s -> s.limit(1, "minute").store = Optional.of("x"),
                "store: given (expected: only for mode atomic and hybrid)");
        refused(
                s -> s.limit(1, "minute").mode = Mode.ATOMIC,
                "store: none (expected: name of a store of kind redis, for mode atomic)");
        refused(
                s -> s.limit(1, "minute").plan("nobody", 1, "day"),
                "plans.nobody: no such plan (expected: name of a plan)");
        refused(
                s -> s.limit(1, "366d").burst = Optional.of(1_000_000_000),
                "limits[0].burst: 1000000000 (expected: no more than flows in 10 years");
        refused(
                s -> {
                    s.limit(10_001, "day").algorithm = Algorithm.SLIDING_LOG;
                },
                "limits[0].requests: 10001 (expected: <= 10000 for sliding-log)");
        refused(
                s -> {
                    s.limit(10_000, "day").algorithm = Algorithm.SLIDING_LOG;
                    s.maxKeys = Optional.of(100_000);
                },
                "maxKeys: 100000 (expected: <= 1677, since");
    }

    private void refused(Consumer<RateLimitSettings> change, String message) {
        RateLimitSettings own = new RateLimitSettings();
        change.accept(own);
        assertThatThrownBy(() -> new RateLimit().create(own.config(), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void explainTellsOfEachLimit() {
        settings.limit(10, "second").limit(1000, "hour").plan("gold", 5, "10s").unlimited("staff");
        settings.key = "consumer";
        settings.dryRun = true;
        assertThat(new RateLimit().describe(settings.config()))
                .isEqualTo(
                        "admits 10 a second (token-bucket, burst 10) and 1000 a hour (token-bucket, burst 1000); plan"
                                + " gold: 5 a 10s (token-bucket, burst 5); plan staff: no limit by consumer, dry run");
    }
}
