package dev.sekisho.dataplane.upstream.health;

import static dev.sekisho.dataplane.Reason.NONE;
import static dev.sekisho.dataplane.Reason.UPSTREAM_RESET;
import static dev.sekisho.dataplane.upstream.health.ProbeResult.BAD_STATUS;
import static dev.sekisho.dataplane.upstream.health.ProbeResult.GOOD;
import static dev.sekisho.dataplane.upstream.health.ProbeResult.TCP_FAILURE;
import static dev.sekisho.dataplane.upstream.health.ProbeResult.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveHealthTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> heard = new ArrayList<>();
    private final TargetHealth target = new TargetHealth(
            "up", "a:1", (upstream, name, healthy, why) -> heard.add((healthy ? "up: " : "down: ") + why), 0);

    private void probes(HealthRules rules, ProbeResult... results) {
        for (ProbeResult result : results) {
            target.probed(rules, result, 0);
        }
    }

    private static HealthRules both(int goodProbes) {
        return Rules.of(Optional.of(Rules.probes(goodProbes, 2, 2, 2)), Optional.of(Rules.counted(2, 2, 2, 1)));
    }

    @ParameterizedTest
    @CsvSource({"BAD_STATUS, 2", "TCP_FAILURE, 3", "TIMEOUT, 4"})
    void theThresholdOfItsKindTakesItDownAndNotOneLess(ProbeResult result, int limit) {
        HealthRules rules = Rules.active(2, 2, 3, 4);
        for (int i = 1; i <= limit; i++) {
            assertThat(target.isHealthy(0)).as("before probe %s", i).isTrue();
            probes(rules, result);
        }
        assertThat(target.isHealthy(Long.MAX_VALUE)).as("until probes succeed").isFalse();
        probes(rules, GOOD);
        assertThat(target.isHealthy(0)).isFalse();
        probes(rules, result, GOOD);
        assertThat(target.isHealthy(0)).as("no row of two").isFalse();
        probes(rules, GOOD);
        assertThat(target.isHealthy(0)).isTrue();
        assertThat(heard).hasSize(2);
    }

    @Test
    void kindsDoNotAddUpAndASuccessBeginsAllAnew() {
        HealthRules rules = Rules.active(1, 2, 2, 2);
        for (int i = 0; i < 5; i++) {
            probes(rules, BAD_STATUS, TCP_FAILURE, TIMEOUT, GOOD);
        }
        assertThat(target.isHealthy(0)).isTrue();
        probes(rules, BAD_STATUS, TCP_FAILURE, BAD_STATUS);
        assertThat(target.isHealthy(0)).as("Kong: another kind ends no row").isFalse();
    }

    @Test
    void aThresholdOfZeroNeverTakesItDown() {
        HealthRules rules = Rules.active(1, 0, 0, 0);
        for (int i = 0; i < 1_000; i++) {
            probes(rules, BAD_STATUS, TCP_FAILURE, TIMEOUT);
        }
        assertThat(target.isHealthy(0)).isTrue();
    }

    @Test
    void withoutActiveRulesProbesTellNothing() {
        HealthRules rules = Rules.passive(1, 1, 1, 1);
        probes(rules, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT);
        assertThat(target.isHealthy(0)).isTrue();
    }

    @Test
    void probesBringBackWhatAnswersTookDown() {
        HealthRules rules = both(1);
        target.reported(rules, NONE, 500, 0);
        target.reported(rules, NONE, 500, 0);
        assertThat(target.isHealthy(0)).isFalse();
        target.probed(rules, GOOD, 7);
        assertThat(target.isHealthy(0)).isTrue();
        assertThat(target.healthySinceNanos()).isEqualTo(7);
        target.reported(rules, NONE, 500, 0);
        assertThat(target.isHealthy(0)).as("its failures are counted anew").isTrue();
    }

    /** Good probes from before the failures counted, so that one more brought a target back that needed three. */
    @Test
    void onlyProbesSinceItWentDownBringItBack() {
        HealthRules rules = both(3);
        probes(rules, GOOD, GOOD, GOOD, GOOD, GOOD);
        target.reported(rules, UPSTREAM_RESET, 0, 0);
        target.reported(rules, UPSTREAM_RESET, 0, 0);
        probes(rules, GOOD, GOOD);
        assertThat(target.isHealthy(0)).isFalse();
        probes(rules, GOOD);
        assertThat(target.isHealthy(0)).isTrue();
    }

    /** A call that was under way when probes took its target down had it asked again after retryAfter. */
    @Test
    void aLateFailureDoesNotBringBackWhatProbesTookDown() {
        HealthRules rules = both(1);
        probes(rules, TIMEOUT, TIMEOUT);
        target.reported(rules, UPSTREAM_RESET, 0, 0);
        assertThat(target.isHealthy(60 * SECOND)).isFalse();
        assertThat(target.view(0).why()).isEqualTo("probes: 2 timeouts in a row");
    }

    @Test
    void aFailedProbeKeepsDownWhatWasToBeAskedAgain() {
        HealthRules rules = both(1);
        target.reported(rules, UPSTREAM_RESET, 0, 0);
        target.reported(rules, UPSTREAM_RESET, 0, 0);
        assertThat(target.isHealthy(10 * SECOND)).isTrue();
        probes(rules, TIMEOUT, TIMEOUT);
        assertThat(target.isHealthy(10 * SECOND)).isFalse();
    }

    @Test
    void whatProbesFoundIsForgottenOnceNobodyProbes() {
        probes(Rules.active(1, 1, 1, 1), TIMEOUT);
        target.unprobed(5);
        assertThat(target.isHealthy(5)).isTrue();
        assertThat(heard).containsExactly("down: probes: 1 timeouts in a row", "up: it is probed no longer");
    }

    @Test
    void whatAnswersFoundIsNotForgottenThen() {
        HealthRules rules = Rules.passive(1, 1, 1, 1);
        target.reported(rules, NONE, 500, 0);
        target.unprobed(5);
        assertThat(target.isHealthy(5)).isFalse();
        assertThat(target.isHealthy(10 * SECOND)).isTrue();
    }
}
