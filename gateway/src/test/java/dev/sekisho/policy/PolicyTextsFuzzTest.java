package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Origins and field values of the settings are refused with a reason, or they are what they say. */
class PolicyTextsFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", PolicyTextsFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        boolean origin = origin(text);
        return value(text) || origin;
    }

    private static boolean origin(String text) {
        OriginPattern pattern;
        try {
            pattern = OriginPattern.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("(expected: ");
            return false;
        }
        if (pattern instanceof OriginPattern.Regex) {
            return true;
        }
        byte[] origin = Ascii.bytes(text.replace("://*.", "://any.thing."));
        assertThat(SerializedOrigin.isValid(origin, 0, origin.length)).isTrue();
        assertThat(pattern.matches(origin, 0, origin.length)).isTrue();
        byte[] more = Ascii.bytes(text.replace("://*.", "://any.thing.") + ".evil");
        assertThat(pattern.matches(more, 0, more.length)).isFalse();
        return true;
    }

    private static boolean value(String text) {
        try {
            FieldValue.parse("value", text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("(expected: ");
            return false;
        }
        assertThat(text).matches("[\\t -~]*").isEqualTo(text.strip());
        return true;
    }
}
