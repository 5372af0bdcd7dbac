package dev.sekisho.policy.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several loops at one key: what two of them read before either writes must not be admitted twice. */
@Timeout(120)
class LimiterRaceTest {

    private static final int THREADS = 4;
    private static final Timeline TIMELINE = Timeline.of(0, InstantSource.fixed(Instant.parse("2026-05-01T00:00:00Z")));

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void together(Work work) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Throwable> errors = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    go.await();
                    work.run(thread);
                } catch (Throwable e) {
                    errors.add(e);
                }
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(errors).isEmpty();
    }

    private static LimitRule rule(Algorithm algorithm, long requests) {
        return new LimitRule(algorithm, requests, Period.parse("per", "minute"), requests, requests);
    }

    private static LimitKey key(String name) {
        LimitKey key = new LimitKey();
        key.add(name);
        return key;
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void exactlyTheLimitIsAdmitted(Algorithm algorithm) throws Exception {
        for (int round = 0; round < 20; round++) {
            LimitRule rule = rule(algorithm, 5_000);
            LocalLimiter limiter = new LocalLimiter(List.of(rule), TIMELINE, 100);
            AtomicLong admitted = new AtomicLong();
            together(thread -> {
                LimitKey key = key("one");
                Verdict verdict = new Verdict(1);
                for (int i = 0; i < 3_000; i++) {
                    limiter.take(key, 1, 0, verdict);
                    if (verdict.admitted()) {
                        admitted.incrementAndGet();
                    }
                }
            });
            assertThat(admitted.get()).isEqualTo(rule.capacity());
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void costsAreNeverSplit(Algorithm algorithm) throws Exception {
        LimitRule rule = rule(algorithm, 9_000);
        LocalLimiter limiter = new LocalLimiter(List.of(rule), TIMELINE, 100);
        AtomicLong admitted = new AtomicLong();
        together(thread -> {
            LimitKey key = key("one");
            Verdict verdict = new Verdict(1);
            Random random = new Random(thread);
            for (int i = 0; i < 20_000; i++) {
                int cost = 1 + random.nextInt(i < 10_000 ? 7 : 1);
                limiter.take(key, cost, 0, verdict);
                admitted.addAndGet(verdict.admitted() ? cost : 0);
            }
        });
        assertThat(admitted.get()).isEqualTo(rule.capacity());
    }

    /** Time passes, some loops are late, and keys are taken out and come back all the while. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void whileTimePassesNoMoreThanTheRateIsAdmitted(Algorithm algorithm) throws Exception {
        long second = TimeUnit.SECONDS.toNanos(1);
        LimitRule rule = new LimitRule(algorithm, 100, Period.parse("per", "second"), 100, 100);
        LocalLimiter limiter = new LocalLimiter(List.of(rule), TIMELINE, 24);
        AtomicLong clock = new AtomicLong();
        AtomicLong admitted = new AtomicLong();
        together(thread -> {
            LimitKey key = key("one");
            LimitKey other = key("other");
            Verdict verdict = new Verdict(1);
            Random random = new Random(thread);
            for (int i = 0; i < 200_000; i++) {
                long now = clock.addAndGet(random.nextInt(20) == 0 ? second / 1000 : 0)
                        - random.nextInt(2) * second / 2000;
                limiter.take(key, 1, now, verdict);
                admitted.addAndGet(verdict.admitted() ? 1 : 0);
                if (random.nextInt(100) == 0) {
                    other.clear();
                    other.add("other" + random.nextInt(23));
                    limiter.take(other, 1, now, verdict);
                }
            }
        });
        long seconds = clock.get() / second;
        assertThat(seconds).isGreaterThan(20);
        long most = switch (algorithm) {
            case TOKEN_BUCKET, LEAKY_BUCKET -> rule.capacity() + (seconds + 1) * 100;
            case FIXED_WINDOW, SLIDING_WINDOW, SLIDING_LOG -> (seconds + 2) * 100;
        };
        assertThat(admitted.get()).isLessThanOrEqualTo(most).isGreaterThan(seconds * 50);
    }

    @Test
    void whatOneLimitRefusesNoOtherCounts() throws Exception {
        LimitRule small = rule(Algorithm.FIXED_WINDOW, 1_000);
        LimitRule large = rule(Algorithm.TOKEN_BUCKET, 100_000);
        LimitRule window = rule(Algorithm.SLIDING_WINDOW, 50_000);
        LocalLimiter limiter = new LocalLimiter(List.of(large, small, window), TIMELINE, 100);
        AtomicLong admitted = new AtomicLong();
        together(thread -> {
            LimitKey key = key("one");
            Verdict verdict = new Verdict(3);
            for (int i = 0; i < 20_000; i++) {
                limiter.take(key, 1, 0, verdict);
                admitted.addAndGet(verdict.admitted() ? 1 : 0);
            }
        });
        assertThat(admitted.get()).isEqualTo(1_000);
        Verdict verdict = new Verdict(3);
        limiter.take(key("one"), 1, 0, verdict);
        assertThat(verdict.admitted()).isFalse();
        assertThat(verdict.refusing()).isEqualTo(1);
        assertThat(verdict.remaining(0)).isEqualTo(99_000);
        assertThat(verdict.remaining(1)).isZero();
        assertThat(verdict.remaining(2)).isEqualTo(49_000);
    }
}
