package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JWSObject;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.policy.BadToken;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A token is refused with a reason, or it is what another library reads too, and has no second form. */
class CompactTokenFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void tokens(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "tokens", CompactTokenFuzzTest::check);
    }

    /** The input is header, claims and signature in the clear, with line feeds between them; or a token as it is. */
    private static boolean check(byte[] input) throws ParseException {
        boolean direct = taken(input);
        return taken(encoded(input)) || direct;
    }

    private static byte[] encoded(byte[] input) {
        StringBuilder token = new StringBuilder();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        int start = 0;
        for (int i = 0; i <= input.length; i++) {
            if (i == input.length || input[i] == '\n') {
                token.append(token.isEmpty() ? "" : ".")
                        .append(base64.encodeToString(Arrays.copyOfRange(input, start, i)));
                start = i + 1;
            }
        }
        return SignedTokens.bytes(token.toString());
    }

    private static boolean taken(byte[] bytes) throws ParseException {
        CompactToken token;
        try {
            token = CompactToken.parse(bytes, 0, bytes.length);
        } catch (BadToken e) {
            assertThat(e.why()).isNotEmpty();
            return false;
        }
        String text = new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(text).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
        assertThat(token.signature()).isNotEmpty();
        assertThat(token.header()).doesNotContainKeys("crit", "jku", "x5u", "jwk", "b64");
        assertThat(text)
                .isEqualTo(new String(token.signed(), java.nio.charset.StandardCharsets.US_ASCII) + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(token.signature()));
        if (SignatureAlgorithm.named(token.algorithm()).isPresent()) {
            agree(token, text);
        }
        return true;
    }

    /** The other library refuses more header parameters than this one reads, and so decides nothing alone. */
    private static void agree(CompactToken token, String text) throws ParseException {
        JWSObject other;
        try {
            other = JWSObject.parse(text);
        } catch (ParseException | RuntimeException e) {
            return;
        }
        assertThat(other.getHeader().getAlgorithm().getName()).isEqualTo(token.algorithm());
        assertThat(other.getHeader().getKeyID()).isEqualTo(token.kid().orElse(null));
        assertThat(other.getSigningInput()).isEqualTo(token.signed());
        assertThat(other.getSignature().decode()).isEqualTo(token.signature());
    }
}
