package dev.sekisho.policy.basic;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A file is refused with the number of a line and nothing of its text, or it is its lines. */
class HtpasswdFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", HtpasswdFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Map<String, PasswordHash> users;
        try {
            users = Htpasswd.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .matches("htpasswd: (no user|line \\d+) \\(expected: (name:hash|each name once|a hash by bcrypt .*"
                            + "|at least one line name:hash)\\)");
            return false;
        }
        Map<String, String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')), line -> line));
        assertThat(users.keySet()).isEqualTo(lines.keySet());
        users.forEach((user, stored) -> {
            String line = lines.getOrDefault(user, "");
            String hash = line.substring(user.length() + 1).split(":", -1)[0];
            assertThat(hash)
                    .matches(
                            "\\$2[aby]\\$.{56}|\\{SHA\\}.{28}|\\$(apr)?1\\$.*|\\$[56]\\$.{43,}|\\{SSHA\\}.{28,}|\\{PLAIN\\}.+");
            assertThat(stored.isSlow()).isEqualTo(hash.startsWith("$"));
        });
        return true;
    }
}
