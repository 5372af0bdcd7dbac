package dev.sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A key fits the certificate that it was made for and no other one; what cannot be read fits none. */
class KeyMatchFuzzTest {

    private static final X509Bundle ONE = bundle("one");
    private static final X509Bundle TWO = bundle("two");

    private static X509Bundle bundle(String name) {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void files(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "files", KeyMatchFuzzTest::check);
    }

    /** ONE and TWO in the input stand for keys in Base64, so that no key lies among the seeds. */
    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1)
                .replace("ONE", base64(ONE))
                .replace("TWO", base64(TWO));
        boolean one = fits(ONE, text);
        boolean two = fits(TWO, text);
        boolean looked = text.contains("-----BEGIN PRIVATE KEY-----") && !(one && two);
        if (one != two) {
            X509Bundle fitting = one ? ONE : TWO;
            assertThat(text.replaceAll("[^A-Za-z0-9+/]", ""))
                    .as("the key of the one that fits")
                    .contains(base64(fitting).substring(0, 60));
        }
        assertThat(fits(ONE, "# a comment\n" + text + "\n# another")).isEqualTo(one);
        return looked && one != two;
    }

    private static String base64(X509Bundle bundle) {
        return Base64.getEncoder()
                .encodeToString(bundle.getKeyPair().getPrivate().getEncoded());
    }

    private static boolean fits(X509Bundle bundle, String text) {
        try {
            KeyMatch.check(bundle.getCertificate(), "a.key", text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("key: a.key (expected: the private key of the certificate of CN=");
            return false;
        }
    }
}
