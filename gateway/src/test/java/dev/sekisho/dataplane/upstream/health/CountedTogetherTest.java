package dev.sekisho.dataplane.upstream.health;

import static dev.sekisho.dataplane.Reason.NONE;
import static dev.sekisho.dataplane.Reason.UPSTREAM_RESET;
import static dev.sekisho.dataplane.Reason.UPSTREAM_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Failures of all kinds in one count, as nginx's max_fails and fail_timeout. */
class CountedTogetherTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long BEGIN = Long.MAX_VALUE - 5 * SECOND; // so that nanoTime wraps around within the tests

    private final TargetHealth target = new TargetHealth("up", "a:1", HealthEvents.NONE, BEGIN);
    private long now = BEGIN;

    private static HealthRules rules(int statuses) {
        return Rules.of(
                Optional.empty(),
                Optional.of(new PassiveHealth(
                        1,
                        List.of(new StatusPattern(503, 503)),
                        statuses,
                        1,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        true,
                        false)));
    }

    private void fails(HealthRules rules, Reason... reasons) {
        for (Reason reason : reasons) {
            target.reported(rules, reason, reason == NONE ? 503 : 0, now);
        }
    }

    private boolean isHealthy() {
        return target.isHealthy(now);
    }

    @Test
    void oneFailureOfAnyKindIsEnoughByDefault() {
        fails(rules(1), NONE);
        assertThat(isHealthy()).isFalse();
    }

    @Test
    void aKindWhoseNumberIsZeroDoesNotCount() {
        fails(rules(0), NONE, NONE, NONE);
        assertThat(isHealthy()).isTrue();
    }

    @Test
    void kindsAddUpToTheNumberOfTheTarget() {
        target.limits(3, 10 * SECOND);
        fails(rules(1), NONE, UPSTREAM_RESET);
        assertThat(isHealthy()).isTrue();
        fails(rules(1), UPSTREAM_TIMEOUT);
        assertThat(isHealthy()).isFalse();
    }

    @Test
    void zeroOfTheTargetIsNever() {
        target.limits(0, 10 * SECOND);
        fails(rules(1), UPSTREAM_RESET, UPSTREAM_RESET, UPSTREAM_RESET);
        assertThat(isHealthy()).isTrue();
    }

    /** nginx forgets failures by a good answer only, and only where the last one lies longer back than fail_timeout. */
    @Test
    void onlyAGoodAnswerAfterTheWindowForgets() {
        target.limits(2, 10 * SECOND);
        fails(rules(1), UPSTREAM_RESET);
        now += 5 * SECOND;
        target.reported(rules(1), NONE, 200, now);
        fails(rules(1), UPSTREAM_RESET);
        assertThat(isHealthy()).as("the good answer came too soon").isFalse();
    }

    @Test
    void aGoodAnswerAfterTheWindowBeginsAnew() {
        target.limits(2, 10 * SECOND);
        fails(rules(1), UPSTREAM_RESET);
        now += 11 * SECOND;
        target.reported(rules(1), NONE, 200, now);
        fails(rules(1), UPSTREAM_RESET);
        assertThat(isHealthy()).isTrue();
    }

    @Test
    void oneRequestTriesItOnceItHasRested() {
        fails(rules(1), UPSTREAM_RESET);
        now += 10 * SECOND;
        assertThat(isHealthy()).isTrue();
        target.asked(now);
        assertThat(isHealthy()).as("while one tries it").isFalse();
        now += SECOND;
        target.reported(rules(1), NONE, 200, now);
        assertThat(isHealthy()).as("it has answered").isTrue();
    }

    @Test
    void aTrialThatFailsHasItRestAgain() {
        fails(rules(1), UPSTREAM_RESET);
        now += 10 * SECOND;
        target.asked(now);
        fails(rules(1), UPSTREAM_TIMEOUT);
        now += 9 * SECOND;
        assertThat(isHealthy()).isFalse();
        now += SECOND;
        assertThat(isHealthy()).isTrue();
    }

    @Test
    void aRequestThatBeganBeforeItFailedTellsNothing() {
        fails(rules(1), UPSTREAM_RESET);
        now += SECOND;
        target.reported(rules(1), NONE, 200, now);
        assertThat(isHealthy()).isFalse();
    }

    @Test
    void theTargetsOwnRestCounts() {
        target.limits(1, 2 * SECOND);
        fails(rules(1), UPSTREAM_RESET);
        now += SECOND;
        assertThat(isHealthy()).isFalse();
        now += SECOND;
        assertThat(isHealthy()).isTrue();
    }
}
