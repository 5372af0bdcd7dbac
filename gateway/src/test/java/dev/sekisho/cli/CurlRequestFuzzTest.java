package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words as for curl are refused with a reason, or they are a request head. */
class CurlRequestFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void lines(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "lines", CurlRequestFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        List<String> words = List.of(new String(input, StandardCharsets.UTF_8).split("\n", -1));
        try {
            CurlRequest request = CurlRequest.parse(words);
            String text = new String(request.bytes(), StandardCharsets.UTF_8);
            assertThat(text).contains(" HTTP/1.1\r\n").endsWith("\r\n\r\n");
            assertThat(text.lines().skip(1)).anyMatch(line -> line.regionMatches(true, 0, "host:", 0, 5));
            return true;
        } catch (UsageException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }
}
