package dev.sekisho.dataplane.upstream.balancer;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.model.Sticky;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The cookie is found among others as a plain reading of RFC 6265 finds it, and any other number is none. */
class StickyCookieFuzzTest {

    private static final StickyCookie COOKIE = new StickyCookie(new Sticky("at", Duration.ZERO, "/", false));

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void fields(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "fields", StickyCookieFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        if (!value.matches("[\\t -~\\x80-\\xff]*") || value.matches("[\\t ].*|.*[\\t ]")) {
            return false; // the parser lets no such value through
        }
        long expected = plain(value);
        assertThat(COOKIE.read(request("GET", "", "/", "", "Cookie: " + value))).isEqualTo(expected);
        return expected != 0;
    }

    private static long plain(String value) {
        for (String part : value.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals >= 0 && bare(part.substring(0, equals)).equals("at")) {
                String digits = bare(part.substring(equals + 1));
                return digits.matches("[0-9a-f]{16}") ? Long.parseUnsignedLong(digits, 16) : 0;
            }
        }
        return 0;
    }

    private static String bare(String text) {
        return text.replaceAll("^[ \t]+|[ \t]+$", "");
    }
}
