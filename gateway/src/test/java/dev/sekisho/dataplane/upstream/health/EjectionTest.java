package dev.sekisho.dataplane.upstream.health;

import static dev.sekisho.dataplane.Reason.CONNECT_REFUSED;
import static dev.sekisho.dataplane.Reason.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Outliers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ejections after failures in a row: when, for how long, of how many. */
class EjectionTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static Outliers rules(int errors, int gatewayFailures, int percent) {
        return new Outliers(
                errors,
                gatewayFailures,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(100),
                percent,
                Optional.empty());
    }

    static List<TargetHealth> targets(int count) {
        List<TargetHealth> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new TargetHealth("up", "t" + i, HealthEvents.NONE, 0));
        }
        return all;
    }

    private final List<TargetHealth> ten = targets(10);
    private long now;

    private OutlierDetector detector(int errors, int gatewayFailures, int percent) {
        OutlierDetector detector = new OutlierDetector(rules(errors, gatewayFailures, percent));
        detector.targets(ten);
        return detector;
    }

    private void answers(OutlierDetector detector, int target, int... statuses) {
        for (int status : statuses) {
            detector.reported(ten.get(target), NONE, status, now);
        }
    }

    private boolean isHealthy(int target) {
        return ten.get(target).isHealthy(now);
    }

    @Test
    void errorsInARowEjectAndAnyOtherAnswerBeginsAnew() {
        OutlierDetector detector = detector(3, 0, 10);
        answers(detector, 0, 500, 501, 499, 500, 599, 200, 500, 500);
        assertThat(isHealthy(0)).isTrue();
        detector.reported(ten.get(0), CONNECT_REFUSED, 0, now);
        assertThat(isHealthy(0)).isFalse();
        assertThat(ten.get(0).view(now).why()).isEqualTo("outlier: 3 errors in a row, left out for 30000 ms");
    }

    @Test
    void gatewayFailuresCountByThemselves() {
        OutlierDetector detector = detector(0, 3, 10);
        answers(detector, 0, 500, 500, 500, 500, 502, 503, 500, 504, 502);
        assertThat(isHealthy(0)).isTrue();
        detector.reported(ten.get(0), CONNECT_REFUSED, 0, now);
        assertThat(isHealthy(0)).isFalse();
    }

    @Test
    void zeroNeverEjects() {
        OutlierDetector detector = detector(0, 0, 100);
        for (int i = 0; i < 1_000; i++) {
            answers(detector, 0, 503);
        }
        assertThat(isHealthy(0)).isTrue();
    }

    private long ejection(OutlierDetector detector) {
        long begin = now;
        answers(detector, 0, 500);
        while (!isHealthy(0)) {
            now += SECOND;
        }
        detector.look(now);
        return (now - begin) / SECOND;
    }

    @Test
    void eachEjectionLastsLongerUpToTheLongest() {
        OutlierDetector detector = detector(1, 0, 10);
        for (long seconds : new long[] {30, 60, 90, 100, 100, 100}) {
            assertThat(ejection(detector)).isEqualTo(seconds);
        }
    }

    /** After a hundred ejections it took a hundred calm looks until they were shorter; with Envoy a few. */
    @Test
    void calmLooksMakeThemShorterAgain() {
        OutlierDetector detector = detector(1, 0, 10);
        for (int i = 0; i < 100; i++) {
            ejection(detector);
        }
        detector.look(now);
        assertThat(ejection(detector)).isEqualTo(100); // 4 - 1 + 1 times the base
        detector.look(now);
        detector.look(now);
        assertThat(ejection(detector)).isEqualTo(90);
        for (int i = 0; i < 5; i++) {
            detector.look(now);
        }
        assertThat(ejection(detector)).isEqualTo(30);
    }

    @Test
    void looksWhileItIsOutAreNotCalm() {
        OutlierDetector detector = detector(1, 0, 10);
        answers(detector, 0, 500);
        for (int i = 0; i < 29; i++) {
            now += SECOND;
            detector.look(now);
            assertThat(isHealthy(0)).isFalse();
        }
        now += SECOND;
        detector.look(now);
        assertThat(isHealthy(0)).isTrue();
        assertThat(ten.get(0).healthySinceNanos()).isEqualTo(now);
        assertThat(ejection(detector)).isEqualTo(60);
    }

    /** As documented: one always may be ejected, but none where the percentage is 0. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "10, 1", "19, 1", "20, 2", "55, 5", "100, 10"})
    void noMoreThanThatPercentageIsEjectedAtOnce(int percent, int expected) {
        OutlierDetector detector = detector(1, 0, percent);
        for (int i = 0; i < 10; i++) {
            answers(detector, i, 500, 500);
        }
        assertThat(ten.stream().filter(t -> !t.isHealthy(now)).count()).isEqualTo(expected);
    }

    @Test
    void whoWaitsForRoomIsEjectedWithItsNextFailure() {
        OutlierDetector detector = detector(2, 0, 10);
        answers(detector, 0, 500, 500);
        answers(detector, 1, 500, 500, 500);
        assertThat(isHealthy(1)).isTrue();
        now += 30 * SECOND;
        answers(detector, 1, 500);
        assertThat(isHealthy(0)).isTrue();
        assertThat(isHealthy(1)).isFalse();
    }

    @Test
    void oneThatIsDownStaysDownAfterItsEjection() {
        OutlierDetector detector = detector(1, 0, 10);
        TargetHealth target = ten.get(0);
        target.probed(Rules.active(1, 1, 1, 1), ProbeResult.TIMEOUT, now);
        answers(detector, 0, 500);
        now += 30 * SECOND;
        detector.look(now);
        assertThat(isHealthy(0)).isFalse();
        answers(detector, 0, 500);
        target.probed(Rules.active(1, 1, 1, 1), ProbeResult.GOOD, now);
        assertThat(isHealthy(0)).as("up, but ejected").isFalse();
        now += 60 * SECOND;
        assertThat(isHealthy(0)).isTrue();
    }
}
