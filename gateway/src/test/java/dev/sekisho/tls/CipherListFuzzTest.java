package dev.sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of suites is refused with a reason, or the suites that it means are the list that means them. */
class CipherListFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void lists(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "lists", CipherListFuzzTest::check);
    }

    private static boolean check(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        List<String> names;
        try {
            names = CipherList.names(text);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("(expected: ");
            return false;
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        assertThat(CipherList.names(String.join(":", names))).isEqualTo(names);
        assertThat(CipherList.javaNames(text)).hasSize(names.size() + 3).allMatch(name -> name.startsWith("TLS_"));
        for (String part : text.split("[:;, ]+|(?=@)")) {
            String words = part.replaceFirst("^[-!+]", "");
            assertThat(part.isEmpty() || !("+" + words + "+").contains("++"))
                    .as("taken without a word: %s", part)
                    .isTrue();
        }
        return true;
    }
}
