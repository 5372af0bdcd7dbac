package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegexGroupsTest {

    private static final String[] PIECES = {
        "(",
        ")",
        "(?:",
        "(?P<a",
        "(?P<b>",
        "(?<c>",
        "(?i)",
        "[",
        "]",
        "[^",
        "[[:alpha:]",
        "\\",
        "\\(",
        "\\Q",
        "\\E",
        "x",
        "|",
        "*",
        "{2}",
        "-",
        ">",
        "?"
    };

    @Test
    void groupsAreNumberedByTheirOpeningBracket() {
        assertThat(RegexGroups.of("^/(a)(?:b)(?P<n>c(d))(?<m>e)[(](\\()\\Q(\\E(?i:f)$"))
                .containsExactly("", "n", "", "m", "");
        assertThat(RegexGroups.of("^/plain$")).isEmpty();
    }

    @Test
    void agreesWithTheCompiler() {
        SplittableRandom random = new SplittableRandom(7);
        int compiled = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String expression = text.toString();
            List<String> groups = RegexGroups.of(expression);
            try {
                Pattern pattern = Pattern.compile(expression);
                assertThat(groups).as(expression).hasSize(pattern.groupCount());
                pattern.namedGroups()
                        .forEach((name, number) -> assertThat(groups.get(number - 1))
                                .as(expression)
                                .isEqualTo(name));
                compiled += pattern.groupCount() > 0 ? 1 : 0;
            } catch (PatternSyntaxException e) {
                assertThat(groups).hasSizeLessThanOrEqualTo(expression.length());
            }
        }
        assertThat(compiled).isGreaterThan(1_000);
    }
}
