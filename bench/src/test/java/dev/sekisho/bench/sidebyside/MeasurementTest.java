package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    private static Measurement cpu(double cpuMicros, double failures) {
        return new Measurement(cpuMicros, 1, 1, 1, 1, failures);
    }

    @Test
    void takesMediansButAddsFailures() {
        Measurement median = Measurement.median(List.of(cpu(30, 1), cpu(10, 0), cpu(20, 1)));
        assertThat(median.cpuMicros()).isEqualTo(20);
        assertThat(median.failures()).isEqualTo(2);
        assertThat(Median.of(1, 4, 2, 3)).isEqualTo(2.5);
    }

    @Test
    void aSideWithFailedRequestsGivesNoRatio() {
        assertThat(Tables.ratio(Map.of("a", cpu(1, 0), "b", cpu(2, 0)), "a", "b", Measurement::cpuMicros))
                .hasValue(0.5);
        assertThat(Tables.ratio(Map.of("a", cpu(1, 3), "b", cpu(2, 0)), "a", "b", Measurement::cpuMicros))
                .isEmpty();
        assertThat(Tables.ratio(Map.of("a", cpu(1, 0)), "a", "b", Measurement::cpuMicros))
                .isEmpty();
    }

    @Test
    void readsWhatTheLuaScriptPrints() throws IOException {
        Load.Result result = Wrk.parse("Running 1s test\nresult 36944 1000123 1390 7390 2 1\n");
        assertThat(result).isEqualTo(new Load.Result(36944, 1000123, 1390, 7390, 3));
        assertThatThrownBy(() -> Wrk.parse("unable to connect")).hasMessageContaining("unable to connect");
    }
}
