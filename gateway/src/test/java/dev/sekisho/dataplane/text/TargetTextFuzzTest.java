package dev.sekisho.dataplane.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever stands around a secret in a target, it is not in the log, and the text is the inside of a JSON string. */
class TargetTextFuzzTest {

    private static final String SECRET = "S3CR3Tx";

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void targets(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "targets", TargetTextFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String any = new String(input, StandardCharsets.ISO_8859_1);
        String written = write(any);
        assertThat(written).matches("([ !#-\\[\\]-~\\x80-\\xff]|\\\\(\"|\\\\|/|[bfnrt]|u[0-9a-fA-F]{4}))*");
        if (any.contains(SECRET)) {
            return false;
        }
        String query = any.indexOf('?') < 0 ? "?" : "&";
        assertThat(write(any + query + "access_token=" + SECRET)).doesNotContain(SECRET);
        assertThat(write("/p?api%5Fkey=" + SECRET + "&" + any)).doesNotContain(SECRET);
        assertThat(write("http://u:" + SECRET + "@h/?" + any)).doesNotContain(SECRET);
        return true;
    }

    private static String write(String target) {
        byte[] bytes = Ascii.bytes(target);
        byte[] out = new byte[64 << 10];
        return Ascii.string(out, 0, new TargetText().write(bytes, 0, bytes.length, out, 0));
    }
}
