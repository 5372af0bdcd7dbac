package dev.sekisho.policy.ratelimit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.blackbox.RedisServer;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.LocalLimiter;
import dev.sekisho.policy.ratelimit.algorithm.Period;
import dev.sekisho.policy.ratelimit.algorithm.Timeline;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import dev.sekisho.server.redis.RedisRoom;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script decides as the limiter of one process does, on the same random traces. */
class ScriptTraceTest {

    private static final Instant START = Instant.parse("2028-02-29T23:59:50Z"); // a month's end is near
    private static final long START_NANOS = START.getEpochSecond() * 1_000_000_000L;
    private static final int STEPS = 1_500;

    @TempDir
    Path folder;

    private static LimitRule rule(Algorithm algorithm, long requests, String period, long burst, long delay) {
        return new LimitRule(algorithm, requests, Period.parse("per", period), burst, delay);
    }

    private static final List<List<LimitRule>> POLICIES = List.of(
            List.of(rule(Algorithm.FIXED_WINDOW, 10, "second", 0, 0)),
            List.of(rule(Algorithm.FIXED_WINDOW, 60, "month", 0, 0)),
            List.of(rule(Algorithm.SLIDING_WINDOW, 10, "second", 0, 0)),
            List.of(rule(Algorithm.SLIDING_WINDOW, 1_000_000_000, "year", 0, 0)),
            List.of(rule(Algorithm.SLIDING_WINDOW, 90, "month", 0, 0)),
            List.of(rule(Algorithm.SLIDING_LOG, 7, "second", 0, 0)),
            List.of(rule(Algorithm.TOKEN_BUCKET, 7, "second", 12, 0)),
            List.of(rule(Algorithm.TOKEN_BUCKET, 13, "minute", 30, 0)),
            List.of(rule(Algorithm.LEAKY_BUCKET, 10, "second", 20, 5)),
            List.of(rule(Algorithm.LEAKY_BUCKET, 3, "second", 4, 4)),
            List.of(
                    rule(Algorithm.SLIDING_LOG, 5, "second", 0, 0),
                    rule(Algorithm.TOKEN_BUCKET, 100, "minute", 40, 0),
                    rule(Algorithm.SLIDING_LOG, 50, "minute", 0, 0),
                    rule(Algorithm.FIXED_WINDOW, 200, "hour", 0, 0),
                    rule(Algorithm.SLIDING_WINDOW, 80, "minute", 0, 0),
                    rule(Algorithm.LEAKY_BUCKET, 50, "second", 10, 3)));

    @Test
    void decisionsAndWhatIsToldAreAlike() throws Exception {
        try (RedisServer server = RedisServer.start(folder);
                RedisRoom room = new RedisRoom()) {
            KeyValueStore store = SharedStores.open(room, server);
            for (int i = 0; i < POLICIES.size(); i++) {
                int admitted = trace(store, POLICIES.get(i), 100 + i);
                assertThat(admitted).as("%s", POLICIES.get(i)).isBetween(STEPS / 50, STEPS - STEPS / 50);
            }
        }
    }

    private static int trace(KeyValueStore store, List<LimitRule> rules, long seed) throws Exception {
        Random random = new Random(seed);
        LocalLimiter local = new LocalLimiter(rules, new Timeline(0, START_NANOS), 1_000);
        Verdict here = new Verdict(rules.size());
        long nanos = 1_000;
        long mean = rules.getFirst().period().nanos()
                / 4_000
                / Math.max(1, Math.min(rules.getFirst().requests(), 200));
        boolean large = rules.getFirst().requests() > 1_000_000;
        int admitted = 0;
        SharedRules shared =
                new SharedRules("trace" + seed, rules, () -> START); // the gateway's clock may be behind by a month
        for (int step = 0; step < STEPS; step++) {
            nanos += 1_000
                    * (random.nextInt(20) == 0
                            ? mean * 5 * (1 + random.nextInt(3))
                            : random.nextInt((int) Math.min(mean, 1 << 30) + 1));
            nanos = Math.min(nanos, 30L * 86_400 * 1_000_000_000L + step * 1_000L);
            long cost = random.nextInt(8) == 0 ? 1 + random.nextInt(4) : 1;
            cost = large ? cost * 20_000_000 : cost;
            String who = "client" + random.nextInt(2);
            local.take(SharedStores.key(who), cost, nanos, here);
            List<Long> answer = SharedStores.timed(
                    store, shared, SharedStores.key(who), cost, false, (START_NANOS + nanos) / 1_000);
            compare(step, rules, SharedAnswer.verdict(answer), here);
            admitted += here.admitted() ? 1 : 0;
        }
        return admitted;
    }

    /** Times to come again are rounded differently, by at most a microsecond and what that is in a window. */
    private static void compare(int step, List<LimitRule> rules, Verdict there, Verdict here) {
        String what = "step " + step + " of " + rules;
        assertThat(there.admitted()).as(what).isEqualTo(here.admitted());
        assertThat(there.delayNanos()).as(what).isBetween(here.delayNanos(), here.delayNanos() + 999);
        assertThat(there.retryAfterNanos())
                .as(what)
                .isBetween(here.retryAfterNanos() - 2_000, here.retryAfterNanos() + 2_000);
        for (int i = 0; i < rules.size(); i++) {
            assertThat(there.remaining(i)).as(what).isEqualTo(here.remaining(i));
            assertThat(there.resetNanos(i)).as(what).isBetween(here.resetNanos(i) - 999, here.resetNanos(i) + 999);
        }
    }
}
