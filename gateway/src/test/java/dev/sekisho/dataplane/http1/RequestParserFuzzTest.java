package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A request head reads the same however its bytes are cut on the way, and takes no byte behind it. */
class RequestParserFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void heads(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "heads", RequestParserFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        Wires.Parsed whole = Wires.request(input);
        assertThat(Wires.request(input, Wires.everywhere(input))).isEqualTo(whole);
        assertThat(Wires.request(input, input.length / 3, input.length / 2)).isEqualTo(whole);
        if (whole.used() >= 0) {
            assertThat(Wires.request(Arrays.copyOf(input, whole.used()))).isEqualTo(whole);
        }
        return whole.used() >= 0;
    }
}
