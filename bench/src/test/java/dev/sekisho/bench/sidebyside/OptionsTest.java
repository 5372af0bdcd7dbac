package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void givenNumbersWinOverQuickOnes() {
        assertThat(Options.parse(new String[] {"--rounds", "5", "--quick", "--scenario", "plain"}))
                .isEqualTo(new Options(5, 1, List.of("plain"), true, false));
        assertThat(Options.parse(new String[0])).isEqualTo(new Options(3, 5, List.of(), false, false));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--rounds", "0"}))
                .hasMessage("--rounds: 0 (expected: 1 to 9999)");
        assertThatThrownBy(() -> Options.parse(new String[] {"--seconds"})).hasMessageContaining("no value");
        assertThatThrownBy(() -> Options.parse(new String[] {"--fast"})).hasMessageContaining("--fast");
        assertThatThrownBy(() -> Scenarios.named(List.of("plane"))).hasMessageContaining("plain");
    }
}
