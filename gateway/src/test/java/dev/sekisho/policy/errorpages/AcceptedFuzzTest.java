package dev.sekisho.policy.errorpages;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever a client sends as Accept, a form is chosen; what is read has a normal form, and white space and case do not count. */
class AcceptedFuzzTest {

    private static final List<PageForm> FORMS = List.of(PageForm.values());

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void accepts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "accepts", AcceptedFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        Accepted accepted = Accepted.parse(value);
        String normal = accepted.ranges().stream().map(Accepted.Range::toString).collect(Collectors.joining(" , "));
        assertThat(Accepted.parse(normal)).isEqualTo(accepted);
        assertThat(Accepted.parse(normal.toUpperCase(Locale.ROOT))).isEqualTo(accepted);
        int chosen = accepted.choose(FORMS);
        int best = FORMS.stream()
                .mapToInt(form -> accepted.weightOf(form.mediaType()))
                .max()
                .orElseThrow();
        assertThat(accepted.weightOf(FORMS.get(chosen).mediaType()))
                .isEqualTo(best)
                .isBetween(0, 1000);
        return !accepted.ranges().isEmpty();
    }
}
