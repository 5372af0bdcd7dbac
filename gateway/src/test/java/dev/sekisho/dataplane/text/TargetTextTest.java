package dev.sekisho.dataplane.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Ascii;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTextTest {

    private static String write(String target) {
        byte[] bytes = Ascii.bytes(target);
        byte[] out = new byte[64 << 10];
        return Ascii.string(out, 0, new TargetText().write(bytes, 0, bytes.length, out, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "access_token",
                "id_token",
                "refresh-token",
                "TOKEN",
                "%74oken",
                "tok%65n",
                "key",
                "api_key",
                "apikey",
                "X-Api-Key",
                "subscription-key",
                "secret",
                "client_secret",
                "password",
                "passwd",
                "user[password]",
                "pass",
                "pwd",
                "code",
                "code[]",
                "signature",
                "X-Amz-Signature",
                "X-Amz-Security-Token",
                "X-Amz-Credential",
                "sig",
                "auth",
                "Authorization",
                "jwt",
                "session",
                "session_id",
                "PHPSESSIONID",
                "sid",
                "otp",
                "client_assertion",
                "code_verifier"
            })
    void hidesSecrets(String name) {
        assertThat(write("/a?x=1&" + name + "=s3cr3t&y=2")).isEqualTo("/a?x=1&" + name + "=[redacted]&y=2");
        assertThat(write("/a?" + name + "=s3cr3t")).isEqualTo("/a?" + name + "=[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a?",
                "/a?b",
                "/a?token",
                "/a?token=",
                "/a?page=2&q=key",
                "/a?keyboard=1",
                "/a?postcode=1",
                "/a?author=x&passenger=y&sides=2&zipcode=8&design=1",
                "/a?=x",
                "/token=abc",
                "*",
                "http://h/a?b=c",
                "h:443"
            })
    void leavesTheRest(String target) {
        assertThat(write(target)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "/a?token=ab;cd&x=1, /a?token=[redacted]&x=1", // servers that do not split at semicolons see one value
        "/a?x=1;token=ab&y=2, /a?x=1;token=[redacted]&y=2",
        "/a?token=a=b=c, /a?token=[redacted]",
        "/a?token=a?b, /a?token=[redacted]",
        "http://user:pass@host/a?b=c, http://[redacted]@host/a?b=c",
        "user:pass@host:443, [redacted]@host:443"
    })
    void hidesWholeValues(String target, String expected) {
        assertThat(write(target)).isEqualTo(expected);
    }

    @Test
    void treatsNamesTooLongToTellAsSecret() {
        String name = "n".repeat(65);
        assertThat(write("/a?" + name + "=v")).isEqualTo("/a?" + name + "=[redacted]");
        assertThat(write("/a?" + name.substring(1) + "=v")).isEqualTo("/a?" + name.substring(1) + "=v");
    }

    @Test
    void cutsLongTargets() {
        String path = "/" + "p".repeat(TargetText.LONGEST - 1);
        assertThat(write(path)).isEqualTo(path);
        assertThat(write(path + "q")).isEqualTo(path + "[truncated]");
    }

    @Test
    void neverOutgrowsItsBound() {
        String query = "/?" + "key=1&".repeat(2000);
        assertThat(write(query).length()).isLessThan(JsonText.WORST * TargetText.LONGEST);
    }
}
