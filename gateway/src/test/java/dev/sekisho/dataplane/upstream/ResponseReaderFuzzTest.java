package dev.sekisho.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import org.junit.jupiter.api.Test;

/** A response reads the same however its bytes are cut, gives every buffer back, and no longer one is read than was sent. */
class ResponseReaderFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void responses(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "responses", ResponseReaderFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        CutResponses responses = new CutResponses();
        ResponseReader reader = new ResponseReader();
        String whole = responses.read(reader, input, input.length);
        assertThat(whole.length()).isLessThanOrEqualTo(2 * input.length + 16);
        for (int cut : new int[] {0, 1, input.length / 3, input.length / 2, input.length - 2, input.length - 1}) {
            if (cut < 0 || cut > input.length) {
                continue;
            }
            String parts = responses.read(reader, input, cut);
            if (whole.endsWith("bad")) {
                // what was good before may have been passed on, and what comes behind a whole response is not the
                // reader's
                assertThat(parts.endsWith("bad") || parts.contains(" end"))
                        .as("cut at %d: %s", cut, parts)
                        .isTrue();
            } else {
                assertThat(parts).as("cut at %d", cut).isEqualTo(whole);
            }
        }
        return whole.contains(" ");
    }
}
