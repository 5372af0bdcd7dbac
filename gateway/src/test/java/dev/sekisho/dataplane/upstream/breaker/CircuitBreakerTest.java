package dev.sekisho.dataplane.upstream.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Breaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {

    private static final long OPEN = TimeUnit.SECONDS.toNanos(30);

    private static Breaker rules(int consecutive, int rate, int window, int trials, int successes) {
        return new Breaker(
                Breaker.Scope.UPSTREAM,
                consecutive,
                rate,
                window,
                Duration.ofNanos(OPEN),
                trials,
                successes,
                List.of());
    }

    private static CircuitBreaker breaker(Breaker rules) {
        return new CircuitBreaker("b", rules, BreakerEvents.NONE, InstantSource.system());
    }

    private static void fail(CircuitBreaker breaker, int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.record(breaker.acquire(now), false, now);
        }
    }

    @Test
    void fiveFailuresInARowOpenIt() {
        CircuitBreaker breaker = breaker(rules(5, 50, 10, 1, 3));
        fail(breaker, 4, 0);
        breaker.record(breaker.acquire(0), true, 0);
        fail(breaker, 4, 0);
        assertThat(breaker.state(0)).isEqualTo(State.CLOSED);
        fail(breaker, 1, 0);
        assertThat(breaker.state(0)).isEqualTo(State.OPEN);
        assertThat(breaker.acquire(OPEN - 1)).isEqualTo(-1);
        assertThat(breaker.metrics(0).rejectedRequests()).isEqualTo(1);
    }

    @Test
    void oneTrialAtATimeAndThreeSuccessesCloseIt() {
        CircuitBreaker breaker = breaker(rules(1, 0, 10, 1, 3));
        fail(breaker, 1, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.state(OPEN)).isEqualTo(State.HALF_OPEN);
            long permit = breaker.acquire(OPEN);
            assertThat(permit).isNotNegative();
            assertThat(breaker.permits(OPEN)).isFalse();
            assertThat(breaker.acquire(OPEN)).isEqualTo(-1);
            breaker.record(permit, true, OPEN);
        }
        assertThat(breaker.state(OPEN)).isEqualTo(State.CLOSED);
        assertThat(breaker.metrics(OPEN).stateChanges())
                .extracting(BreakerMetrics.StateChange::to)
                .containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    }

    @Test
    void aFailedTrialOpensItAgain() {
        CircuitBreaker breaker = breaker(rules(1, 0, 10, 1, 3));
        fail(breaker, 1, 0);
        breaker.record(breaker.acquire(OPEN), false, OPEN);
        assertThat(breaker.state(2 * OPEN - 1)).isEqualTo(State.OPEN);
        assertThat(breaker.state(2 * OPEN)).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void aTrialThatIsGivenUpFreesItsPlace() {
        CircuitBreaker breaker = breaker(rules(1, 0, 10, 1, 1));
        fail(breaker, 1, 0);
        breaker.release(breaker.acquire(OPEN));
        assertThat(breaker.permits(OPEN)).isTrue();
    }

    @Test
    void aLateAnswerOfAnEarlierPeriodChangesNoState() {
        CircuitBreaker breaker = breaker(rules(1, 0, 10, 1, 1));
        long late = breaker.acquire(0);
        fail(breaker, 1, 0);
        breaker.record(breaker.acquire(OPEN), true, OPEN);
        breaker.record(late, false, OPEN);
        assertThat(breaker.state(OPEN)).isEqualTo(State.CLOSED);
        assertThat(breaker.metrics(OPEN).failedRequests()).isEqualTo(2);
    }

    /**
     * The same events give the same states. Of our own rules, failures in a row and trials at a time have no counterpart
     * there, so the former is off and calls come one after the other; there a half-open breaker judges by the rate of a fixed
     * number of trials, which with a threshold of 100 % for one trial is ours for one success. Time goes in steps that 30 s is no multiple of: there a trial is due
     * after the waiting time, here at its end.
     */
    @ParameterizedTest
    @CsvSource({"10, 50, 1", "5, 40, 2", "20, 30, 3", "1, 100, 4", "100, 50, 5"})
    void agreesWithResilience4j(int window, int rate, long seed) {
        AtomicInteger seconds = new AtomicInteger();
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(seconds.get());
            }
        };
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(window)
                .minimumNumberOfCalls(window)
                .failureRateThreshold(rate)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(Duration.ofSeconds(30))
                .clock(clock)
                .build();
        var oracle = io.github.resilience4j.circuitbreaker.CircuitBreaker.of("oracle", config);
        CircuitBreaker ours = breaker(rules(0, rate, window, 1, 1));
        Random random = new Random(seed);
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            seconds.addAndGet(random.nextInt(10) == 0 ? random.nextInt(6) * 7 : 0);
            long now = TimeUnit.SECONDS.toNanos(seconds.get());
            boolean expected = oracle.tryAcquirePermission();
            long permit = ours.acquire(now);
            assertThat(permit >= 0).as("event %s", i).isEqualTo(expected);
            if (expected) {
                passed++;
                boolean good = random.nextInt(100) >= rate * 3 / 4;
                if (good) {
                    oracle.onSuccess(0, TimeUnit.NANOSECONDS);
                } else {
                    oracle.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException("failed"));
                }
                ours.record(permit, good, now);
            }
        }
        assertThat(passed).isBetween(1_000, 19_999);
        assertThat(ours.metrics(0).stateChanges()).isNotEmpty();
    }

    /** Prevents more trials at once than allowed, and calls that are counted twice or not at all. */
    @Test
    void manyThreadsNeverExceedTheTrialsAndLoseNoCount() throws InterruptedException {
        CircuitBreaker breaker = breaker(rules(3, 0, 10, 2, 63));
        AtomicInteger trials = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        fail(breaker, 3, 0);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50_000; i++) {
                    long permit = breaker.acquire(OPEN);
                    if (permit >= 0) {
                        most.accumulateAndGet(trials.incrementAndGet(), Math::max);
                        trials.decrementAndGet();
                        breaker.release(permit);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 2);
        assertThat(breaker.metrics(OPEN).totalRequests()).isEqualTo(200_003);
        assertThat(breaker.permits(OPEN)).isTrue();
    }
}
