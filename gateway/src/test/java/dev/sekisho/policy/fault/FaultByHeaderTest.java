package dev.sekisho.policy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests may ask for, by the headers of Envoy. */
class FaultByHeaderTest {

    private static final String DELAY = "x-envoy-fault-delay-request";
    private static final String ABORT = "x-envoy-fault-abort-request";

    private final ChainHarness harness = new ChainHarness();
    private final Plan plan = Plan.asked(new FaultConfig(
            Optional.of(new FaultConfig.Delay(Duration.ofSeconds(2), 50)),
            Optional.of(new FaultConfig.Abort(503, 7.5)),
            Map.of(),
            true));

    private Headers request(String... namesAndValues) {
        Exchange x = harness.exchange();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ChainHarness.field(x.request().headers(), namesAndValues[i], namesAndValues[i + 1]);
        }
        return x.request().headers();
    }

    @Test
    void aRequestThatAsksForNothingGetsNothing() {
        assertThat(plan.delay(request())).isZero();
        assertThat(plan.abort(request())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1500, 1500", "2000, 2000", "2001, 2000", "999999999, 2000", "0, 0", "007, 7"})
    void theDelayIsInMillisecondsAndAtMostThatOfTheSettings(String asked, long millis) {
        assertThat(plan.delay(request(DELAY, asked))).isEqualTo(millis * 1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "503, 503", "599, 599", "199, 0", "600, 0", "100, 0", "0, 0", "4294967799, 0"})
    void theStatusIsAFinalOne(String asked, int status) {
        assertThat(plan.abort(request(ABORT, asked))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "5, 5, 5", "7, 7, 7", "8, 8, 7.5", "50, 50, 7.5", "51, 50, 7.5", "100, 50, 7.5"})
    void aPercentageIsAtMostThatOfTheSettings(String asked, double delay, double abort) {
        assertThat(plan.delayChance(request(DELAY + "-percentage", asked))).isEqualTo(delay);
        assertThat(plan.abortChance(request(ABORT + "-percentage", asked))).isEqualTo(abort);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "1.5",
                "1e3",
                "0x10",
                "500ms",
                "5 0",
                "1,2",
                "9999999999",
                "18446744073709551617",
                "٣"
            })
    void whatIsNoNumberAsksForNothing(String asked) {
        Headers request =
                request(DELAY, asked, DELAY + "-percentage", asked, ABORT, asked, ABORT + "-percentage", asked);
        assertThat(plan.delay(request)).isZero();
        assertThat(plan.abort(request)).isZero();
        assertThat(plan.delayChance(request)).isZero();
        assertThat(plan.abortChance(request)).isZero();
    }

    @Test
    void whatIsAskedTwiceIsNotAskedAtAll() {
        assertThat(plan.delay(request(DELAY, "1", DELAY, "1"))).isZero();
        assertThat(plan.abort(request(ABORT, "503", ABORT, "503"))).isZero();
    }

    @Test
    void withoutASettingNobodyGetsThatFault() {
        Plan delays = Plan.asked(new FaultConfig(
                Optional.of(new FaultConfig.Delay(Duration.ofSeconds(2), 50)), Optional.empty(), Map.of(), true));
        assertThat(delays.abortChance(request(ABORT, "503"))).isZero();
        Plan aborts = Plan.asked(
                new FaultConfig(Optional.empty(), Optional.of(new FaultConfig.Abort(503, 100)), Map.of(), true));
        assertThat(aborts.delay(request(DELAY, "10"))).isZero();
    }
}
