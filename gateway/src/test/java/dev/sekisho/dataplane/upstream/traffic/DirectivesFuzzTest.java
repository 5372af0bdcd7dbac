package dev.sekisho.dataplane.upstream.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Directives are found where a list has them, with an argument or without, and an answer that depends on more than its key is seen. */
class DirectivesFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void values(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "values", DirectivesFuzzTest::check);
    }

    /** A value of Cache-Control, and one of Vary. */
    private static boolean check(byte[] input) {
        String[] values = new String(input, StandardCharsets.ISO_8859_1).split("\u001f", 2);
        String control = values[0].toLowerCase(Locale.ROOT);
        String vary = values.length > 1 ? values[1] : "";
        if (!(control + vary).matches("[\\t -~\\x80-\\xff]*")) {
            return false; // the parser lets no such value through
        }
        boolean stale = true;
        for (String name :
                List.of("no-store", "no-cache", "private", "must-revalidate", "proxy-revalidate", "s-maxage")) {
            boolean listed = Pattern.compile("(^|,)[\\t ]*" + name + "[\\t ]*(=[^,]*)?(,|$)")
                    .matcher(control)
                    .find();
            assertThat(Directives.has(control, name)).as(name).isEqualTo(listed);
            stale &= !listed;
        }
        assertThat(Directives.allowStale(control)).isEqualTo(stale);
        boolean accept = vary.matches("(?i)([\\t ]*(accept(-encoding|-language)?)?[\\t ]*(,|$))*");
        assertThat(Directives.variesByAccept(List.of(vary))).isEqualTo(accept);
        return !stale || accept && !vary.isBlank();
    }
}
