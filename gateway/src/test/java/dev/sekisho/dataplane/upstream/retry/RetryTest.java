package dev.sekisho.dataplane.upstream.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Size;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static RetryPolicy policy(Retry.Backoff.Kind kind, double jitter) {
        return RetryPolicy.of(new Retry(
                3,
                List.of(),
                List.of(),
                List.of(Retry.GrpcStatus.UNAVAILABLE),
                new Retry.Backoff(kind, Duration.ofSeconds(1), Duration.ofSeconds(30), jitter, true),
                Optional.empty(),
                false,
                new Size(1024),
                new Retry.Budget(20, 0),
                Optional.empty()));
    }

    @Test
    void waitsAsTheKindSays() {
        assertThat(policy(Retry.Backoff.Kind.IMMEDIATE, 0).delayNanos(2, -1, 7)).isZero();
        assertThat(policy(Retry.Backoff.Kind.FIXED, 0).delayNanos(9, -1, 7)).isEqualTo(SECOND);
        RetryPolicy exponential = policy(Retry.Backoff.Kind.EXPONENTIAL, 0);
        assertThat(exponential.delayNanos(1, -1, 7)).isEqualTo(SECOND);
        assertThat(exponential.delayNanos(4, -1, 7)).isEqualTo(8 * SECOND);
        assertThat(exponential.delayNanos(6, -1, 7)).isEqualTo(30 * SECOND);
        assertThat(exponential.delayNanos(100, -1, 7)).isEqualTo(30 * SECOND);
    }

    @Test
    void jitterTakesAwayUpToItsPart() {
        Random random = new Random(1);
        RetryPolicy half = policy(Retry.Backoff.Kind.EXPONENTIAL_JITTER, 0.5);
        RetryPolicy full = policy(Retry.Backoff.Kind.EXPONENTIAL_JITTER, 1);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong();
            assertThat(half.delayNanos(2, -1, number)).isBetween(SECOND, 2 * SECOND);
            least = Math.min(least, full.delayNanos(2, -1, number));
        }
        assertThat(least).isBetween(0L, SECOND / 100);
    }

    @Test
    void retryAfterIsHeldToTheCap() {
        RetryPolicy policy = policy(Retry.Backoff.Kind.IMMEDIATE, 0);
        assertThat(policy.delayNanos(1, 5 * SECOND, 7)).isEqualTo(5 * SECOND);
        assertThat(policy.delayNanos(1, 31 * SECOND, 7)).isEqualTo(-1);
    }

    @Test
    void triesAgainAfterTheCausesOfTheDefault() {
        RetryPolicy policy = policy(Retry.Backoff.Kind.IMMEDIATE, 0);
        assertThat(List.of(408, 429, 500, 502, 503, 504)).allMatch(policy::retries);
        assertThat(List.of(200, 400, 404, 501, 505)).noneMatch(policy::retries);
        assertThat(policy.retries(Reason.UPSTREAM_RESET)).isTrue();
        assertThat(policy.retries(Reason.UPSTREAM_TRUNCATED)).isFalse();
        assertThat(policy.retries(Reason.POOL_FULL)).isFalse();
        assertThat(policy.retriesGrpc(14)).isTrue();
        assertThat(policy.retriesGrpc(0)).isFalse();
        assertThat(RetryPolicy.DEFAULT.retries(503)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "120, 120000", "Thu, -1", "-1, -1", "1.5, -1", "99999999999, -1", "'1 ', -1", "'', -1"})
    void readsSeconds(String text, long millis) {
        assertThat(retryAfter(text)).isEqualTo(millis < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void readsDates() {
        assertThat(retryAfter("Thu, 01 Jan 1970 00:01:00 GMT")).isEqualTo(60 * SECOND);
        assertThat(RetryAfter.nanos(bytes("Thu, 01 Jan 1970 00:01:00 GMT"), 0, 29, 90_000))
                .isZero();
        assertThat(retryAfter("Thu, 41 Jan 1970 00:01:00 GMT")).isEqualTo(-1);
        assertThat(retryAfter("x".repeat(10_000))).isEqualTo(-1);
    }

    private static long retryAfter(String text) {
        return RetryAfter.nanos(bytes(text), 0, text.length(), 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aStormRaisesTheLoadByTheBudgetAlone() {
        RetryBudget budget = new RetryBudget(new Retry.Budget(20, 0), 2);
        int requests = 0;
        int retries = 0;
        for (int milli = 0; milli < 60_000; milli++) {
            long now = TimeUnit.MILLISECONDS.toNanos(milli);
            budget.request(milli % 2, now);
            requests++;
            for (int i = 0; i < 3; i++) {
                retries += budget.tryRetry(milli % 2, now) ? 1 : 0;
            }
        }
        assertThat((double) retries / requests).isBetween(0.19, 0.21);
    }

    @Test
    void afewRetriesASecondAreAlwaysAllowed() {
        RetryBudget budget = new RetryBudget(new Retry.Budget(0, 3), 1);
        for (int second = 1; second < 30; second++) {
            int granted = 0;
            for (int i = 0; i < 10; i++) {
                granted += budget.tryRetry(0, second * SECOND) ? 1 : 0;
            }
            assertThat(granted).isEqualTo(3);
        }
    }

    /** Prevents more to enter than the limit, whatever the threads do. */
    @Test
    void aCapIsNeverExceeded() throws InterruptedException {
        Cap cap = new Cap(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    if (cap.tryEnter()) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        cap.leave();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(cap.current()).isZero();
    }
}
