package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A value of a configuration is refused with a reason, or printed and read again it is the same. */
class ValueFormsFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", ValueFormsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        boolean taken = again(text, Size::parse, Size::toString);
        taken |= again(text, Durations::parse, Durations::format);
        taken |= again(text, Cidr::parse, Cidr::toString);
        taken |= again(text, Address::parse, Address::toString);
        taken |= again(text, PathPattern::parse, PathPattern::toString);
        taken |= again(text, StatusPattern::parse, status -> status.from() + "-" + status.to());
        boolean host = again(text, HostPattern::parse, HostPattern::toString);
        if (host && !text.startsWith("~")) {
            assertThat(text).isASCII().doesNotStartWith("*.[");
        }
        assertThat(again(text, ValuePattern::parse, ValuePattern::toString)).isTrue();
        assertThat(RegexCost.of(text)).isNotNegative();
        assertThat(RegexGroups.of(text)).hasSizeLessThanOrEqualTo(text.length());
        return taken || host;
    }

    private static <T> boolean again(String text, Function<String, T> parser, Function<T, String> printer) {
        T value;
        long start = System.nanoTime();
        try {
            value = parser.apply(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("(expected: ");
            return false;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).as("nobody is asked").isLessThan(Duration.ofSeconds(2));
        }
        assertThat(parser.apply(printer.apply(value))).isEqualTo(value);
        return true;
    }
}
