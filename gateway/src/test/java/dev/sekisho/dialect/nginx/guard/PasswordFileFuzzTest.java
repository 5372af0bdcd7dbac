package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dialect.nginx.syntax.ConfigText;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.policy.basic.BasicConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of each name the first line counts or is reported, and what is kept reads as it did. */
class PasswordFileFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void lines(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "lines", PasswordFileFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        List<String> lines = ConfigText.of(input).lines().toList();
        PasswordFile file = PasswordFile.of(lines);
        file.unread().forEach(number -> assertThat(lines.get(number - 1)).contains(":"));
        file.users().forEach((name, hash) -> {
            assertThat(BasicConfig.isHash(hash)).isTrue();
            assertThat(lines.stream().filter(line -> line.startsWith(name + ":")))
                    .anySatisfy(line -> assertThat(line).matches("(?s)\\Q" + name + ":" + hash + "\\E(:.*)?"));
        });
        PasswordFile again = PasswordFile.of(file.text().lines().toList());
        assertThat(again.users()).isEqualTo(file.users());
        assertThat(again.unread()).isEmpty();
        return !file.users().isEmpty();
    }
}
