package dev.sekisho.policy.ratelimit.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.fuzz.Seeds;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a response uses is what a plain reader makes of its field, and never negative or beyond the highest limit. */
class UsageFuzzTest {

    private static final HeaderName NAME = HeaderName.of("X-Usage");
    private static final List<String> NAMES = List.of("video", "sms");
    private static final UsageField FIELD = new UsageField(NAME, NAMES);
    private static final BigInteger MOST = BigInteger.valueOf(1_000_000_000);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void values(byte[] input) {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "values", UsageFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        Headers head = new Headers();
        head.addChecked(NAME, input, 0, input.length);
        long[] used = new long[NAMES.size()];
        FIELD.take(head, used);
        assertThat(head.contains(NAME)).isFalse();
        String text = new String(input, StandardCharsets.ISO_8859_1);
        boolean any = false;
        for (int i = 0; i < used.length; i++) {
            BigInteger expected = plain(text, NAMES.get(i));
            assertThat(BigInteger.valueOf(used[i]))
                    .as("%s of %s", NAMES.get(i), text)
                    .isEqualTo(expected);
            any |= used[i] > 0;
        }
        return any;
    }

    private static BigInteger plain(String text, String name) {
        BigInteger sum = BigInteger.ZERO;
        for (String part : text.split(",", -1)) {
            String stripped = part.replaceAll("^[ \t]+|[ \t]+$", "");
            int equals = stripped.indexOf('=');
            String found = equals < 0 ? stripped : stripped.substring(0, equals);
            if (lower(found).equals(name)) {
                String number = equals < 0 ? "1" : stripped.substring(equals + 1);
                sum = number.matches("[0-9]+")
                        ? sum.add(new BigInteger(number).min(MOST)).min(MOST)
                        : sum;
            }
        }
        return sum;
    }

    /** Of ASCII alone. */
    private static String lower(String text) {
        StringBuilder lower = new StringBuilder();
        text.chars()
                .forEach(c -> lower.append(
                        c < 0x80 ? String.valueOf((char) c).toLowerCase(Locale.ROOT) : String.valueOf((char) c)));
        return lower.toString();
    }
}
