package dev.sekisho.policy.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bound of the table, and who has to go. */
@Timeout(120)
class KeyTableTest {

    private static final Timeline TIMELINE = Timeline.of(0, InstantSource.fixed(Instant.parse("2026-05-01T00:00:00Z")));
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LimitKey key = new LimitKey();
    private final Verdict verdict = new Verdict(1);

    private static LocalLimiter limiter(Algorithm algorithm, int most) {
        LimitRule rule = new LimitRule(algorithm, 10, Period.parse("per", "minute"), 10, 10);
        return new LocalLimiter(List.of(rule), TIMELINE, most);
    }

    private boolean admits(LocalLimiter limiter, String name, long now) {
        key.clear();
        key.add(name);
        limiter.take(key, 1, now, verdict);
        return verdict.admitted();
    }

    private void useUp(LocalLimiter limiter, String name, long now) {
        while (admits(limiter, name, now)) {
            assertThat(verdict.remaining(0)).isLessThan(12);
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void aFloodOfKeysTakesNoMoreRoomAndPutsOutItsOwn(Algorithm algorithm) {
        LocalLimiter limiter = limiter(algorithm, 1_000);
        for (int i = 0; i < 200; i++) {
            useUp(limiter, "client" + i, 0);
        }
        for (int i = 0; i < 100_000; i++) {
            admits(limiter, "flood" + i, SECOND);
            assertThat(limiter.keys()).isLessThanOrEqualTo(1_000);
        }
        int reset = 0;
        for (int i = 0; i < 200; i++) {
            reset += admits(limiter, "client" + i, SECOND) ? 1 : 0;
        }
        assertThat(reset).isZero();
    }

    @Test
    void whatIsFreshAgainGoesBeforeWhatIsInUse() {
        LocalLimiter limiter = limiter(Algorithm.TOKEN_BUCKET, 1_000);
        for (int i = 0; i < 500; i++) {
            admits(limiter, "idle" + i, 0); // fresh again after six seconds
        }
        for (int i = 0; i < 400; i++) {
            useUp(limiter, "active" + i, 7 * SECOND);
        }
        for (int i = 0; i < 500; i++) {
            admits(limiter, "new" + i, 7 * SECOND);
        }
        for (int i = 0; i < 400; i++) {
            assertThat(admits(limiter, "active" + i, 8 * SECOND)).isFalse();
        }
        assertThat(limiter.keys()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void severalLoopsThatBringNewKeysKeepTheBound() throws InterruptedException {
        LocalLimiter limiter = limiter(Algorithm.SLIDING_WINDOW, 500);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            threads.add(Thread.ofPlatform().start(() -> {
                LimitKey own = new LimitKey();
                Verdict said = new Verdict(1);
                for (int i = 0; i < 50_000; i++) {
                    own.clear();
                    own.add(thread + "-" + i);
                    limiter.take(own, 1, i * 1_000L, said);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(limiter.keys()).isBetween(1, 500 + 4);
    }

    @Test
    void aTableForOneKeyServes() {
        LocalLimiter limiter = limiter(Algorithm.TOKEN_BUCKET, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(admits(limiter, "k" + i, 0)).isTrue();
        }
        assertThat(limiter.keys()).isEqualTo(1);
    }
}
