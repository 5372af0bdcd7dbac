package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BoundTest {

    @Test
    void saysByHowMuchABoundIsMetOrMissed() {
        assertThat(Bound.atMost("x", OptionalDouble.of(0.6), 0.8, " ×"))
                .isEqualTo(new Bound("x", "0.60 ×", "≤ 0.80 ×", "met, by 25 %"));
        assertThat(Bound.atMost("x", OptionalDouble.of(120), 100, " ms").verdict())
                .isEqualTo("**missed by 20 %**");
        assertThat(Bound.atLeast("x", OptionalDouble.of(3.3), 3, " ×").verdict())
                .isEqualTo("met, by 10 %");
        assertThat(Bound.atLeast("x", OptionalDouble.of(1.5), 3, " ×").verdict())
                .isEqualTo("**missed by 50 %**");
    }

    @Test
    void aBoundOfZeroGivesTheFigureItself() {
        assertThat(Bound.atMost("x", OptionalDouble.of(24), 0, " B").verdict()).isEqualTo("**missed by 24.0 B**");
        assertThat(Bound.atMost("x", OptionalDouble.of(0), 0, " B").verdict()).startsWith("met");
    }

    @Test
    void nothingMeasuredIsNeverMet() {
        assertThat(Bound.atMost("x", OptionalDouble.empty(), 1, "").verdict()).isEqualTo("not measured");
        assertThat(Bound.atLeast("x", OptionalDouble.empty(), 0, "").verdict()).isEqualTo("not measured");
    }
}
