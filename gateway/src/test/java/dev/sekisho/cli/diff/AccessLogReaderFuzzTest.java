package dev.sekisho.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a log holds becomes one request head, to whose lines it adds none of its own, or nothing. */
class AccessLogReaderFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void lines(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "lines", AccessLogReaderFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String line = new String(input, StandardCharsets.ISO_8859_1);
        Optional<Sample> sample = new AccessLogReader("localhost").sample(line);
        sample.ifPresent(found -> {
            String head = found.head();
            assertThat(head.split("\r\n", -1))
                    .hasSize(4 + found.fields().size()); // line, Host, fields, and two empty ones
            assertThat(InetAddress.ofLiteral(found.client())).isNotNull();
            assertThat(head.replace("\r\n", "")).matches("[\\x20-\\x7e\\xa0-\\xff\\x80-\\x9f]*");
        });
        return sample.isPresent();
    }
}
