package dev.sekisho.policy.basic;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever stands behind the scheme is no pair, or the pair whose bytes it encodes. */
class LoginFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void pairs(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "pairs", LoginFuzzTest::check);
    }

    /** The input is what a client sends, or the pair in the clear; bytes around it are not read. */
    private static boolean check(byte[] input) {
        boolean direct = taken(input);
        byte[] encoded = Base64.getEncoder().encode(input);
        boolean pair = taken(encoded);
        if (pair) {
            assertThat(taken(Arrays.copyOf(encoded, encoded.length + 1)))
                    .as("with a byte behind")
                    .isFalse();
        }
        return pair || direct;
    }

    private static boolean taken(byte[] sent) {
        byte[] around = new byte[sent.length + 7];
        Arrays.fill(around, (byte) 'x');
        System.arraycopy(sent, 0, around, 3, sent.length);
        Optional<Login> login = Login.parse(around, 3, 3 + sent.length);
        if (login.isEmpty()) {
            return false;
        }
        String user = login.get().user();
        String password = new String(login.get().password(), StandardCharsets.UTF_8);
        assertThat(user).isNotEmpty().doesNotContain(":");
        assertThat(password).isNotEmpty();
        assertThat(user + password).matches("[^\\p{Cntrl}\\x{80}-\\x{9f}]+");
        assertThat((user + ":" + password).getBytes(StandardCharsets.UTF_8))
                .isEqualTo(Base64.getDecoder().decode(sent))
                .hasSizeLessThanOrEqualTo(1026);
        assertThat(login.get()).hasToString("Login[" + user + "]");
        return true;
    }
}
