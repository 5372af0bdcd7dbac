package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexCostTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(?:(?:a{100}){100}){100}",
                "(((((a{9}){9}){9}){9}){9}){9}",
                "([]}]{99}){999}",
                "([[:alpha:]]{99}){999}",
                "(\\Qa)b\\E{99}){999}x{999}{999}",
                "(((((((((((((((((((((x{1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}",
            })
    void bombsAreBeyondTheLimit(String expression) {
        assertThat(RegexCost.of(expression)).isGreaterThan(RegexCost.MAX);
    }

    @Test
    void depthIsBounded() {
        assertThat(RegexCost.of("(".repeat(2_000) + ")".repeat(2_000))).isEqualTo(Long.MAX_VALUE);
        assertThat(RegexCost.of("(".repeat(100) + ")".repeat(100))).isLessThan(RegexCost.MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^/users/[0-9]+$",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "^/([a-z]{2}(-[A-Z]{2})?/){1,3}(?P<id>\\d{1,19})$",
                "{a}{b",
                "a{1000}",
                "\\{1000}\\",
                "[",
                ")))",
                "",
            })
    void commonExpressionsAreFarBelow(String expression) {
        assertThat(RegexCost.of(expression)).isLessThan(RegexCost.MAX / 2);
    }

    /** What passes compiles at once: an expression whose cost were taken too low would end this test out of memory. */
    @Test
    void whatPassesCompilesInLittleMemory() {
        String[] pieces = {
            "a",
            "[^]x]",
            "(",
            ")",
            "(?:",
            "{9}",
            "{99}",
            "{2,}",
            "{0,50}",
            "*",
            "|",
            "\\d",
            "\\Q{\\E",
            "[[:alpha:]{]",
            "\\pL",
            "."
        };
        Random random = new Random(7);
        int compiled = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(1, 12); j > 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            if (RegexCost.of(text.toString()) <= RegexCost.MAX) {
                compiled += compiles(text.toString()) ? 1 : 0;
            }
        }
        assertThat(compiled).isGreaterThan(1_000);
    }

    private static boolean compiles(String expression) {
        try {
            return Pattern.compile(expression).groupCount() >= 0;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
