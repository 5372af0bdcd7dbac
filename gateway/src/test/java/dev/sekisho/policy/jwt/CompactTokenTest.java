package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.BadToken;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactTokenTest {

    private static final String HEADER = SignedTokens.base64("{\"alg\":\"RS256\",\"kid\":\"k\"}");
    private static final String CLAIMS = SignedTokens.base64("{\"sub\":\"u1\"}");

    private static void assertRefused(String token, String why) {
        assertThatThrownBy(() -> SignedTokens.parse(token))
                .isInstanceOf(BadToken.class)
                .hasMessageContaining(why);
    }

    private static void assertHeaderRefused(String json, String why) {
        assertRefused(SignedTokens.base64(json) + "." + CLAIMS + ".AAAA", why);
    }

    @Test
    void takesATokenApart() throws BadToken {
        CompactToken token = SignedTokens.parse(HEADER + "." + CLAIMS + ".AQID");
        assertThat(token.algorithm()).isEqualTo("RS256");
        assertThat(token.kid()).contains("k");
        assertThat(token.claims()).isEqualTo(Map.of("sub", "u1"));
        assertThat(token.signature()).containsExactly(1, 2, 3);
        assertThat(token.signed()).isEqualTo(SignedTokens.bytes(HEADER + "." + CLAIMS));
        assertThat(token.payload()).isEqualTo(SignedTokens.bytes(CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a", "a.b", "..", "a.b.c.d.e", "a.b.c.d", "....", "Zm9v.Zm9v.Zm9v.", "x y.z.a"})
    void anythingElseIsRefused(String text) {
        assertRefused(text, "");
    }

    @Test
    void aSignatureMustBeThere() {
        assertRefused(HEADER + "." + CLAIMS + ".", "no signature");
    }

    @ParameterizedTest
    @CsvSource({"AA==", "AA=", "A", "AB", "AAB", "AA+A", "AA/A", "'AA A'", "'AAA\n'", "AAAé"})
    void base64HasOneForm(String part) {
        assertRefused(HEADER + "." + CLAIMS + "." + part, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u", "jwk", "b64"})
    void keysOfItsOwnAreRefused(String name) {
        assertHeaderRefused("{\"alg\":\"RS256\",\"" + name + "\":\"https://evil.example/k\"}", name + " in its header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"exp\"]", "[\"b64\"]", "[]", "\"x\"", "{}"})
    void extensionsAreRefused(String crit) {
        assertHeaderRefused("{\"alg\":\"RS256\",\"x\":1,\"crit\":" + crit + "}", "extension");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                "{\"alg\":\"RS256\",\"\\u0061lg\":\"none\"}",
                "{\"alg\":1}",
                "{\"alg\":null}",
                "{\"alg\":[\"RS256\"]}",
                "{}",
                "[]",
                "null",
                "\"RS256\"",
                "{\"alg\":\"RS256\"} {}",
                "{\"alg\":\"RS256\",}",
                "{'alg':'RS256'}",
                "{\"alg\":\"RS256\",\"kid\":1}",
                "{\"alg\":\"RS256\",\"kid\":[\"a\"]}"
            })
    void doubtfulHeadersAreRefused(String json) {
        assertHeaderRefused(json, "");
    }

    @Test
    void aClaimTwiceIsRefusedAtAnyDepth() {
        String twice = SignedTokens.base64("{\"a\":{\"sub\":\"u1\",\"sub\":\"admin\"}}");
        assertRefused(HEADER + "." + twice + ".AAAA", "name twice");
    }

    @Test
    void deepClaimsAreRefused() {
        String deep = "{\"a\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}";
        assertRefused(HEADER + "." + SignedTokens.base64(deep) + ".AAAA", "no JSON object");
    }

    @Test
    void longNumbersAreRefused() {
        String number = "{\"exp\":" + "9".repeat(1_000) + "}";
        assertRefused(HEADER + "." + SignedTokens.base64(number) + ".AAAA", "no JSON object");
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        byte[] bytes = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
        String part = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertRefused(HEADER + "." + part + ".AAAA", "UTF-8");
    }

    @Test
    void claimsThatAreNullAreAbsent() throws BadToken {
        CompactToken token = SignedTokens.parse(
                HEADER + "." + SignedTokens.base64("{\"sub\":null,\"roles\":[null,\"a\",{\"b\":null}]}") + ".AAAA");
        assertThat(token.claims()).isEqualTo(Map.of("roles", List.of("a", Map.of())));
    }
}
