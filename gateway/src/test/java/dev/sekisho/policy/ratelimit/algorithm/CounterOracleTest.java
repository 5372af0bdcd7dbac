package dev.sekisho.policy.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.ratelimit.algorithm.Oracles.Oracle;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each algorithm against its exact oracle, request by request, over seeded traces of a virtual clock. */
class CounterOracleTest {

    private static final int STEPS = 20_000;
    private static final List<String> PERIODS = List.of("100ms", "second", "7s", "minute", "hour", "day");
    private static final Timeline TIMELINE =
            Timeline.of(0, InstantSource.fixed(Instant.parse("2026-01-31T23:59:58.123456789Z")));

    private final Random random;

    CounterOracleTest() {
        random = new Random(20_260_131);
    }

    private LimitRule rule(Algorithm algorithm, long requests, String period, long burst) {
        return new LimitRule(algorithm, requests, Period.parse("per", period), burst, 0);
    }

    private String period() {
        return PERIODS.get(random.nextInt(PERIODS.size()));
    }

    /** Times that come in crowds, at the edges of what the rate allows, and after long silence. */
    private long step(long period, long requests) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> 0;
            case 4 -> 1;
            case 5 -> period / requests;
            case 6 -> period / requests + random.nextInt(3) - 1;
            case 7 -> random.nextLong(period / requests + 1);
            case 8 -> random.nextLong(period);
            default ->
                random.nextInt(50) == 0 ? random.nextLong(3 * period) : random.nextLong(2 * period / requests + 1);
        };
    }

    private void same(Counter counter, Oracle oracle, LimitRule rule) {
        long[] words = new long[counter.size()];
        long now = TimeUnit.HOURS.toNanos(1);
        int steps = rule.period().kind() == Period.Kind.FIXED ? STEPS : 1_000; // else beyond the year 2262
        for (int i = 0; i < steps; i++) {
            now += Math.max(0, step(rule.period().nanos(), rule.requests()));
            long cost = random.nextInt(4) > 0 ? 1 : 1 + random.nextLong(rule.capacity() + 1);
            boolean fits = counter.fits(words, 0, now, cost);
            long wait = counter.retryAfter(words, 0, now, cost);
            Verdict verdict = new Verdict(1);
            counter.tell(words, 0, now, verdict, 0);
            long taken = counter.take(words, 0, now, cost);
            String step = rule.describe() + ", step " + i + ", cost " + cost;
            assertThat(taken >= 0).as(step).isEqualTo(oracle.admits(now, cost));
            assertThat(fits).as(step).isEqualTo(taken >= 0);
            assertThat(fits && wait > 0).as(step).isFalse();
            assertThat(verdict.remaining(0) >= cost).as(step).isEqualTo(fits);
            if (cost > rule.capacity()) {
                assertThat(wait).as(step).isEqualTo(verdict.resetNanos(0));
            }
            if (taken < 0 && cost <= rule.capacity()) {
                assertThat(counter.fits(words, 0, now + wait, cost)).as(step).isTrue();
                long before = rule.algorithm() == Algorithm.SLIDING_LOG ? 1000 : 1; // its clock ticks in microseconds
                assertThat(wait <= before || !counter.fits(words, 0, now + wait - before, cost))
                        .as(step)
                        .isTrue();
            }
            counter.tell(words, 0, now, verdict, 0);
            assertThat(counter.fits(words, 0, now + verdict.resetNanos(0), 1))
                    .as(step)
                    .isTrue();
            long fresh = counter.freshAt(words, 0);
            assertThat(counter.fits(words, 0, Math.max(now, fresh), rule.capacity()))
                    .as(step)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void tokenBucket(int round) {
        random.setSeed(round);
        long requests = List.of(1L, 2L, 3L, 7L, 10L, 13L, 16L, 60L).get(round - 1);
        long capacity = 1 + random.nextInt(40);
        LimitRule rule = rule(Algorithm.TOKEN_BUCKET, requests, period(), capacity);
        same(
                new dev.sekisho.policy.ratelimit.algorithm.Bucket(rule),
                Oracles.tokenBucket(requests, rule.period().nanos(), capacity),
                rule);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void leakyBucketAdmitsLikeATokenBucketOfOneMore(int round) {
        random.setSeed(round);
        long requests = List.of(1L, 2L, 3L, 5L, 10L, 11L, 15L, 30L).get(round - 1);
        long burst = random.nextInt(20);
        LimitRule rule = rule(Algorithm.LEAKY_BUCKET, requests, period(), burst);
        same(
                new dev.sekisho.policy.ratelimit.algorithm.Bucket(rule),
                Oracles.tokenBucket(requests, rule.period().nanos(), burst + 1),
                rule);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void fixedWindow(int round) {
        random.setSeed(round);
        long requests = 1 + random.nextInt(30);
        LimitRule rule =
                rule(Algorithm.FIXED_WINDOW, requests, round < 7 ? period() : round == 7 ? "month" : "year", 0);
        same(Counter.of(rule, TIMELINE), Oracles.fixedWindow(requests, rule.period(), TIMELINE), rule);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void slidingWindow(int round) {
        random.setSeed(round);
        long requests = round == 8 ? 1_000 : 1 + random.nextInt(30);
        LimitRule rule = rule(Algorithm.SLIDING_WINDOW, requests, period(), 0);
        same(
                Counter.of(rule, TIMELINE),
                Oracles.slidingWindow(requests, rule.period().nanos(), TIMELINE),
                rule);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void slidingLog(int round) {
        random.setSeed(round);
        long requests = round == 8 ? 500 : 1 + random.nextInt(30);
        LimitRule rule = rule(Algorithm.SLIDING_LOG, requests, period(), 0);
        same(
                Counter.of(rule, TIMELINE),
                Oracles.slidingLog(requests, rule.period().nanos()),
                rule);
    }

    /** Bucket4j refills greedily, which is the same bucket by another's hand. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void tokenBucketAsBucket4j(int round) {
        random.setSeed(round);
        long requests = List.of(1L, 3L, 7L, 10L, 16L, 100L).get(round - 1);
        long capacity = 1 + random.nextInt(50);
        LimitRule rule = rule(Algorithm.TOKEN_BUCKET, requests, "second", capacity);
        long[] now = {TimeUnit.HOURS.toNanos(1)};
        Bucket peer = Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(requests, Duration.ofSeconds(1)))
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return now[0];
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                })
                .build();
        Counter counter = Counter.of(rule, TIMELINE);
        long[] words = new long[1];
        for (int i = 0; i < STEPS; i++) {
            now[0] += Math.max(0, step(rule.period().nanos(), requests));
            long cost = 1 + random.nextLong(Math.min(3, capacity));
            assertThat(counter.take(words, 0, now[0], cost) >= 0)
                    .as("%s, step %d", rule.describe(), i)
                    .isEqualTo(peer.tryConsume(cost));
        }
    }

    /** Rates whose interval has no whole number of sixteenths of a nanosecond: never faster, and no slower than is told. */
    @ParameterizedTest
    @ValueSource(longs = {17, 1_009, 999_983, 999_999_937})
    void aRateWithAnOddIntervalIsNeverExceeded(long requests) {
        LimitRule rule = rule(Algorithm.TOKEN_BUCKET, requests, "second", 10);
        Counter counter = Counter.of(rule, TIMELINE);
        Oracle oracle = Oracles.tokenBucket(requests, rule.period().nanos(), 10);
        long[] words = new long[1];
        long now = 1;
        long ours = 0;
        long exact = 0;
        for (int i = 0; i < 200_000; i++) {
            now += random.nextLong(3 * rule.period().nanos() / requests + 2) / 2;
            ours += counter.take(words, 0, now, 1) >= 0 ? 1 : 0;
            exact += oracle.admits(now, 1) ? 1 : 0;
            assertThat(ours).isLessThanOrEqualTo(exact);
        }
        assertThat((double) ours).isGreaterThan(exact * (1 - requests / 16e9 - 1e-4) - 2);
    }

    /** Whole rates and whole milliseconds, in which nginx's own arithmetic loses nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void leakyBucketAsNginx(int round) {
        random.setSeed(round);
        long[] rates = {1, 2, 5, 10, 100, 500}; // requests a second that divide a thousand
        long requests = rates[round % rates.length];
        long burst = round % 4 == 0 ? 0 : random.nextInt(12);
        long delay = burst == 0 ? 0 : random.nextLong(burst + 1);
        LimitRule rule = new LimitRule(Algorithm.LEAKY_BUCKET, requests, Period.parse("per", "second"), burst, delay);
        Counter counter = Counter.of(rule, TIMELINE);
        Oracles.NginxLeakyBucket nginx = new Oracles.NginxLeakyBucket(requests * 1000, burst, delay);
        long[] words = new long[1];
        long millis = 1;
        for (int i = 0; i < STEPS; i++) {
            millis += random.nextInt(3) > 0 ? 0 : random.nextLong(3 * 1000 / requests + 1);
            long taken = counter.take(words, 0, TimeUnit.MILLISECONDS.toNanos(millis), 1);
            long ours = taken < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(taken);
            assertThat(ours).as("%s, step %d", rule.describe(), i).isEqualTo(nginx.delay(millis));
        }
    }
}
