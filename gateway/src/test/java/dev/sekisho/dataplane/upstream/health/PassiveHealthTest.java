package dev.sekisho.dataplane.upstream.health;

import static dev.sekisho.dataplane.Reason.CONNECT_TIMEOUT;
import static dev.sekisho.dataplane.Reason.NONE;
import static dev.sekisho.dataplane.Reason.UPSTREAM_RESET;
import static dev.sekisho.dataplane.Reason.UPSTREAM_TIMEOUT;
import static dev.sekisho.dataplane.Reason.UPSTREAM_WRITE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassiveHealthTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long BEGIN = Long.MAX_VALUE - 5 * SECOND; // so that nanoTime wraps around within the tests

    private final List<String> heard = new ArrayList<>();
    private final TargetHealth target = new TargetHealth(
            "up", "a:1", (upstream, name, healthy, why) -> heard.add((healthy ? "up: " : "down: ") + why), BEGIN);

    private long now = BEGIN;

    private void answers(HealthRules rules, int... statuses) {
        for (int status : statuses) {
            target.reported(rules, NONE, status, now);
        }
    }

    private void fails(HealthRules rules, Reason... reasons) {
        for (Reason reason : reasons) {
            target.reported(rules, reason, 0, now);
        }
    }

    private boolean isHealthy() {
        return target.isHealthy(now);
    }

    @Test
    void eachKindOfFailureHasACountOfItsOwn() {
        HealthRules rules = Rules.passive(3, 2, 4, 1);
        answers(rules, 500, 503);
        fails(rules, UPSTREAM_RESET, UPSTREAM_TIMEOUT, CONNECT_TIMEOUT, UPSTREAM_WRITE_TIMEOUT);
        assertThat(isHealthy()).isTrue();
        fails(rules, UPSTREAM_TIMEOUT);
        assertThat(isHealthy()).isFalse();
        assertThat(heard).containsExactly("down: answers: 4 timeouts");
    }

    @ParameterizedTest
    @CsvSource({"NONE, 3", "UPSTREAM_RESET, 2", "CONNECT_REFUSED, 2", "UPSTREAM_TIMEOUT, 4", "CONNECT_TIMEOUT, 4"})
    void theThresholdOfItsKindTakesItDownAndNotOneLess(Reason reason, int limit) {
        HealthRules rules = Rules.passive(3, 2, 4, 1);
        for (int i = 1; i <= limit; i++) {
            assertThat(isHealthy()).as("before failure %s", i).isTrue();
            target.reported(rules, reason, reason == NONE ? 502 : 0, now);
        }
        assertThat(isHealthy()).isFalse();
    }

    @Test
    void aThresholdOfZeroNeverTakesItDown() {
        HealthRules rules = Rules.passive(0, 0, 0, 1);
        for (int i = 0; i < 1_000; i++) {
            answers(rules, 500);
            fails(rules, UPSTREAM_RESET, UPSTREAM_TIMEOUT);
        }
        assertThat(isHealthy()).isTrue();
    }

    /** Kong: "a successful healthcheck resets the failure counters", all of them. */
    @Test
    void aSuccessBeginsAllCountsAnew() {
        HealthRules rules = Rules.passive(3, 2, 2, 1);
        for (int i = 0; i < 10; i++) {
            answers(rules, 500, 500);
            fails(rules, UPSTREAM_RESET, UPSTREAM_TIMEOUT);
            answers(rules, 404); // no failure by default
        }
        assertThat(isHealthy()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void onlyStatusesThatAreNamedCount() {
        HealthRules rules = Rules.statuses(420, 429);
        answers(rules, 500, 419, 430, 503);
        assertThat(isHealthy()).isTrue();
        answers(rules, 429);
        assertThat(isHealthy()).isFalse();
    }

    @Test
    void goodAnswersInARowBringItBack() {
        HealthRules rules = Rules.passive(1, 1, 1, 3);
        answers(rules, 500, 200, 200, 500, 200, 200);
        assertThat(isHealthy()).isFalse();
        now += SECOND;
        answers(rules, 200);
        assertThat(isHealthy()).isTrue();
        assertThat(target.healthySinceNanos()).isEqualTo(now);
        assertThat(heard).containsExactly("down: answers: 1 bad statuses", "up: answers: 3 good in a row");
    }

    @Test
    void itIsAskedAgainAfterItsTimeAndOneFailureTakesItDownAnew() {
        HealthRules rules = Rules.passive(3, 2, 2, 1);
        answers(rules, 500, 500, 500);
        now += 10 * SECOND - 1;
        assertThat(isHealthy()).isFalse();
        now += 1;
        assertThat(isHealthy()).isTrue();
        fails(rules, UPSTREAM_RESET);
        assertThat(isHealthy()).isFalse();
        now += 10 * SECOND;
        answers(rules, 200, 500, 500);
        assertThat(isHealthy())
                .as("after a success all failures are needed again")
                .isTrue();
        answers(rules, 500);
        assertThat(isHealthy()).isFalse();
        assertThat(heard).hasSize(3); // its trials are no changes
    }

    /** nginx: max_fails within fail_timeout, whatever succeeded in between. */
    @Test
    void failuresWithinTheWindowCountThoughOthersSucceed() {
        HealthRules rules = Rules.window(3, 10, 10);
        answers(rules, 500, 200);
        now += 5 * SECOND;
        answers(rules, 500, 200);
        now += 5 * SECOND;
        assertThat(isHealthy()).isTrue();
        answers(rules, 500);
        assertThat(isHealthy()).isFalse();
        now += 10 * SECOND;
        assertThat(isHealthy()).isTrue();
        answers(rules, 503);
        assertThat(isHealthy()).isFalse();
        now += 10 * SECOND;
        answers(rules, 200, 503, 503);
        assertThat(isHealthy()).isTrue();
    }

    @Test
    void failuresOfAnEarlierWindowDoNotCount() {
        HealthRules rules = Rules.window(2, 10, 10);
        for (int i = 0; i < 10; i++) {
            answers(rules, 500);
            now += 10 * SECOND + 1;
        }
        assertThat(isHealthy()).isTrue();
        answers(rules, 500, 500);
        assertThat(isHealthy()).isFalse();
    }

    @Test
    void withoutPassiveRulesAnswersTellNothing() {
        HealthRules rules = Rules.active(1, 1, 1, 1);
        answers(rules, 500, 500, 500);
        fails(rules, UPSTREAM_RESET);
        assertThat(isHealthy()).isTrue();
        assertThat(rules.reports()).isFalse();
    }

    @Test
    void whatWasCountedAndFoundStaysWhenTheRulesChange() {
        answers(Rules.passive(9, 9, 9, 1), 500, 500);
        HealthRules stricter = Rules.passive(3, 1, 1, 2);
        answers(stricter, 500);
        assertThat(isHealthy()).as("two failures before, one after").isFalse();
        now += SECOND;
        answers(Rules.passive(9, 9, 9, 5), 200, 200);
        assertThat(isHealthy()).as("down, and five good answers are wanted now").isFalse();
    }
}
