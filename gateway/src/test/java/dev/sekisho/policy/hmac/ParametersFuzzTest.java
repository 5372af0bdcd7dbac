package dev.sekisho.policy.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Parameters are refused with a reason, or a pattern reads the same of them. */
class ParametersFuzzTest {

    private static final String PARAMETER = "(username|algorithm|headers|signature)=\"([^\"\\\\\\x00-\\x1f\\x7f]+)\"";
    private static final Pattern ONE = Pattern.compile(PARAMETER);
    private static final Pattern ALL =
            Pattern.compile("[ \\t]*" + PARAMETER + "(?:[ \\t]*,[ \\t]*" + PARAMETER + "){3}[ \\t]*");

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void parameters(byte[] input) {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "parameters", ParametersFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        byte[] bytes = new byte[input.length + 5];
        System.arraycopy("hmac ".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 5);
        System.arraycopy(input, 0, bytes, 5, input.length);
        Map<String, String> expected = expected(new String(input, StandardCharsets.ISO_8859_1));
        Parameters read;
        try {
            read = Parameters.parse(bytes, 5, bytes.length);
        } catch (BadSignature e) {
            assertThat(e.why()).isNotEmpty();
            expected.values().stream()
                    .filter(value -> value.length() > 24)
                    .forEach(value -> assertThat(e.why()).doesNotContain(value));
            return false;
        }
        assertThat(expected).hasSize(4);
        assertThat(read.username()).isEqualTo(utf8(expected.getOrDefault("username", "")));
        assertThat(read.algorithm().toString()).isEqualTo(expected.get("algorithm"));
        assertThat(String.join(" ", read.signed())).isEqualTo(expected.get("headers"));
        assertThat(new String(read.signature(), StandardCharsets.UTF_8))
                .isEqualTo(utf8(expected.getOrDefault("signature", "")));
        assertThat(read.signed())
                .hasSizeLessThanOrEqualTo(Parameters.MOST_NAMES)
                .allMatch(Parameters::isName);
        String shown = read.username() + read.signed();
        String signature = new String(read.signature(), StandardCharsets.UTF_8);
        assertThat(read.toString().contains(signature) && signature.length() > 24 && !shown.contains(signature))
                .isFalse();
        return true;
    }

    private static Map<String, String> expected(String text) {
        Map<String, String> values = new HashMap<>();
        if (ALL.matcher(text).matches()) {
            Matcher one = ONE.matcher(text);
            while (one.find()) {
                values.put(one.group(1), one.group(2));
            }
        }
        return values;
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
