package dev.sekisho.policy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.ValuePattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    private final ChainHarness harness = new ChainHarness().frozen();
    private final Random random = new Random(7);
    private final Fault type = new Fault(random::nextDouble);

    private static FaultConfig config(Optional<FaultConfig.Delay> delay, Optional<FaultConfig.Abort> abort) {
        return new FaultConfig(delay, abort, Map.of(), false);
    }

    private static Optional<FaultConfig.Delay> delay(long millis, double percentage) {
        return Optional.of(new FaultConfig.Delay(Duration.ofMillis(millis), percentage));
    }

    private static Optional<FaultConfig.Abort> abort(int status, double percentage) {
        return Optional.of(new FaultConfig.Abort(status, percentage));
    }

    private Exchange start(Policy policy, String... namesAndValues) {
        Exchange x = harness.exchange(policy);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ChainHarness.field(x.request().headers(), namesAndValues[i], namesAndValues[i + 1]);
        }
        ChainRunner.start(x);
        return x;
    }

    private Outcome outcome(Policy policy, String... namesAndValues) {
        Exchange x = harness.exchange(policy);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ChainHarness.field(x.request().headers(), namesAndValues[i], namesAndValues[i + 1]);
        }
        return policy.onRequest(x);
    }

    /** Lets the time of the loop pass. */
    private void pass(long millis) {
        harness.advance(millis, TimeUnit.MILLISECONDS);
        harness.runLoop(); // what is due
        harness.runLoop(); // what that put on the loop
    }

    @Test
    void abortsWithoutAskingTheBackend() {
        Exchange x = start(type.create(config(Optional.empty(), abort(503, 100))));
        assertThat(harness.status()).isEqualTo(503);
        assertThat(harness.body()).startsWith("{\"error\":\"service_unavailable\"");
        assertThat(x.reason()).isEqualTo(Reason.FAULT);
        assertThat(harness.backendCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 205, 301, 304, 399})
    void aStatusThatIsNoErrorComesWithoutBody(int status) {
        start(type.create(config(Optional.empty(), abort(status, 100))));
        assertThat(harness.status()).isEqualTo(status);
        assertThat(harness.body()).isEmpty();
    }

    @Test
    void delaysAndThenAsksTheBackend() {
        start(type.create(config(delay(500, 100), Optional.empty())));
        pass(499);
        assertThat(harness.heads()).isZero();
        assertThat(harness.backendCalls()).isZero();
        pass(1);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(harness.backendCalls()).isEqualTo(1);
    }

    @Test
    void delaysAndThenAborts() {
        Exchange x = start(type.create(config(delay(500, 100), abort(418, 100))));
        pass(499);
        assertThat(harness.heads()).isZero();
        pass(1);
        assertThat(harness.status()).isEqualTo(418);
        assertThat(x.reason()).isEqualTo(Reason.FAULT);
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void aClientThatLeavesLeavesNoTimerBehind() {
        Exchange x = start(type.create(config(delay(500, 100), Optional.empty())));
        assertThat(harness.timers()).isTrue();
        ChainRunner.end(x);
        harness.runLoop();
        assertThat(harness.timers()).isFalse();
        pass(1000);
        assertThat(harness.heads()).isZero();
        assertThat(harness.backendCalls()).isZero();
        assertThat(harness.ends()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0.5, 60, 140",
        "10, 1850, 2150",
        "50, 9700, 10300",
        "99.5, 19860, 19940",
        "100, 20000, 20000"
    })
    void faultsComeAsOftenAsThePercentageSays(double percentage, int least, int most) {
        Policy policy = type.create(config(Optional.empty(), abort(503, percentage)));
        int aborted = 0;
        for (int i = 0; i < 20_000; i++) {
            aborted += outcome(policy) == Outcome.CONTINUE ? 0 : 1;
        }
        assertThat(aborted).isBetween(least, most);
    }

    @Test
    void delayAndAbortAreDrawnEachByItself() {
        Policy policy = type.create(config(delay(1, 50), abort(503, 50)));
        int[] seen = new int[3];
        for (int i = 0; i < 4_000; i++) {
            Outcome outcome = outcome(policy);
            seen[outcome instanceof Outcome.Await ? 0 : outcome instanceof Outcome.Reply ? 1 : 2]++;
        }
        assertThat(seen[0]).isBetween(1_850, 2_150);
        assertThat(seen[1]).isBetween(850, 1_150);
        assertThat(seen[2]).isBetween(850, 1_150);
    }

    @ParameterizedTest
    @CsvSource({
        "blue,      blue,    true",
        "blue,      Blue,    false",
        "blue,      bluer,   false",
        "blue,      ,        false",
        "~^b.ue$,   blue,    true",
        "~^b.ue$,   bluer,   false",
        "~^b.ue$,   ,        false",
        "*,         x,       true",
        "*,         ,        false",
        "!*,        x,       false",
        "!*,        ,        true",
    })
    void onlyRequestsThatFitTheConditionsGetFaults(String pattern, String sent, boolean fits) {
        Policy policy = type.create(new FaultConfig(
                Optional.empty(), abort(503, 100), Map.of("X-Color", ValuePattern.parse(pattern)), false));
        Outcome outcome = sent == null ? outcome(policy) : outcome(policy, "x-color", sent);
        assertThat(outcome instanceof Outcome.Reply).isEqualTo(fits);
    }

    @Test
    void everyConditionMustHoldAndAnyFieldOfTheNameMay() {
        Policy policy = type.create(new FaultConfig(
                Optional.empty(),
                abort(503, 100),
                Map.of("X-A", ValuePattern.parse("1"), "X-B", ValuePattern.parse("~2")),
                false));
        assertThat(outcome(policy, "X-A", "1")).isEqualTo(Outcome.CONTINUE);
        assertThat(outcome(policy, "X-A", "1", "X-B", "3")).isEqualTo(Outcome.CONTINUE);
        assertThat(outcome(policy, "X-A", "0", "X-A", "1", "X-B", "3", "X-B", "2"))
                .isInstanceOf(Outcome.Reply.class);
    }

    @Test
    void aRequestWithoutFaultCostsNoAllocation() {
        Policy policy = new Fault()
                .create(new FaultConfig(delay(1, 0), abort(503, 0), Map.of("X-A", ValuePattern.parse("!*")), true));
        ServedRoute route =
                new ServedRoute("r", "s", 0, List.of(policy), harness.quiet().backend, Map.of(), false, List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isZero();
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> type.create(config(Optional.empty(), Optional.empty())))
                .hasMessage("fault: neither delay nor abort (expected: one of them, or both)");
        assertThatThrownBy(() -> type.create(config(delay(0, 1), Optional.empty())))
                .hasMessage("delay.duration: PT0S (expected: > 0s)");
        assertThatThrownBy(() -> type.create(config(delay(1, Double.NaN), Optional.empty())))
                .hasMessage("delay.percentage: NaN (expected: 0 to 100)");
        assertThatThrownBy(() -> type.create(config(Optional.empty(), abort(503, 100.1))))
                .hasMessage("abort.percentage: 100.1 (expected: 0 to 100)");
        assertThatThrownBy(() -> type.create(config(Optional.empty(), abort(199, 1))))
                .hasMessage("abort.status: 199 (expected: 200 to 599)");
    }

    @ParameterizedTest
    @CsvSource({"X A, 1, a field name", "X-A, ~(, RE2 syntax", "X-A, ~((a{999}){999}){999}, fewer repetitions"})
    void refusesConditionsThatAreNone(String name, String pattern, String message) {
        FaultConfig config =
                new FaultConfig(Optional.empty(), abort(503, 1), Map.of(name, ValuePattern.parse(pattern)), false);
        assertThatThrownBy(() -> type.create(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new FaultConfig(
                        delay(500, 10), abort(503, 0.5), Map.of("X-Chaos", ValuePattern.parse("*")), false)))
                .isEqualTo("delays 10% by 500ms, answers 0.5% with 503 where X-Chaos fit");
        assertThat(type.describe(new FaultConfig(delay(500, 100), abort(503, 100), Map.of(), true)))
                .isEqualTo("delays 100% by up to 500ms, answers 100% with the status asked for, as requests ask for");
    }
}
