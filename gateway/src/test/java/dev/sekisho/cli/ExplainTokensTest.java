package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explains what is wrong with a token and never shows it. */
class ExplainTokensTest {

    @TempDir
    Path folder;

    private String explain(String keys, String... request) throws IOException {
        Path file = Files.writeString(
                folder.resolve("sekisho.yaml"),
                "listeners: [ { name: http, address: \"127.0.0.1:8080\" } ]\n"
                        + "routes: [ { name: all, match: { path: /* }, policies: [ { jwt: { issuers: [ { issuer: \"https://id.invalid\""
                        + keys + " } ] } } ], to: { respond: { body: ok } } } ]\n");
        Object[] words = new Object[3 + request.length];
        words[0] = "explain";
        words[1] = file;
        words[2] = "--";
        System.arraycopy(request, 0, words, 3, request.length);
        return Cli.run(words).out();
    }

    @Test
    void tellsWhoItIsOrWhatIsWrong() throws IOException {
        String keys = ", jwks: '" + SignedTokens.jwks(SignedTokens.RSA) + "'";
        String token = SignedTokens.rs256(
                SignedTokens.RSA,
                "{\"iss\":\"https://id.invalid\",\"sub\":\"u1\",\"exp\":4000000000,\"scope\":\"b a\"}");
        assertThat(explain(keys, "/", "-H", "Authorization: Bearer " + token))
                .contains(
                        "jwt (",
                        "needs a token of https://id.invalid",
                        "knows the client by jwt: u1, scopes a b, 4 claims\n");
        String wrong = token.substring(0, token.length() - 5) + "AAAAA";
        assertThat(explain(keys, "/", "-H", "Authorization: Bearer " + wrong))
                .contains("answers 401, reason auth.invalid: Authorization with scheme Bearer: ")
                .doesNotContain(token.substring(0, 20));
        assertThat(explain(keys, "/")).contains("answers 401, reason auth.missing: no token");
    }

    /** Each alternative of any-of says why it did not let the request pass. */
    @Test
    void tellsWhatEachAlternativeSays() throws IOException {
        String token = SignedTokens.rs256(
                SignedTokens.RSA, "{\"iss\":\"https://id.invalid\",\"sub\":\"u1\",\"exp\":4000000000}");
        Path file = Files.writeString(
                folder.resolve("sekisho.yaml"),
                "listeners: [ { name: http, address: \"127.0.0.1:8080\" } ]\n"
                        + "routes: [ { name: all, match: { path: /* }, policies: [ any-of: { policies: [ "
                        + "key-auth: {}, jwt: { issuers: [ { issuer: \"https://id.invalid\", jwks: '"
                        + SignedTokens.jwks(SignedTokens.RSA)
                        + "' } ] } ] } ], to: { respond: { body: ok } } } ]\n");
        assertThat(Cli.run("explain", file, "--", "/", "-H", "X-API-Key: a-wrong-key")
                        .out())
                .contains(
                        "any-of (",
                        "one of: key-auth (asks for an API key in header X-API-Key), jwt (needs a token of https://id.invalid)",
                        "answers 401, reason auth.invalid: key-auth: header X-API-Key: an API key of no consumer; jwt: no token")
                .doesNotContain("a-wrong-key");
        assertThat(Cli.run("explain", file, "--", "/", "-H", "Authorization: Bearer " + token)
                        .out())
                .contains("knows the client by jwt: u1");
    }

    @Test
    void asksNoIssuer() throws IOException {
        String token = SignedTokens.rs256(
                SignedTokens.RSA, "{\"iss\":\"https://id.invalid\",\"sub\":\"u1\",\"exp\":4000000000}");
        assertThat(explain("", "/", "-H", "Authorization: Bearer " + token))
                .contains("asks elsewhere, which is not done here")
                .doesNotContain(token.substring(0, 20));
    }

    @Test
    void asksNoAuthorizationServerAndShowsNoSecret() throws IOException {
        Path file = Files.writeString(
                folder.resolve("introspection.yaml"),
                "listeners: [ { name: http, address: \"127.0.0.1:8080\" } ]\n"
                        + "routes: [ { name: all, match: { path: /* }, policies: [ { introspection: {"
                        + " endpoint: \"https://id.invalid/introspect\", client: { id: gw, secret: never-shown }"
                        + " } } ], to: { respond: { body: ok } } } ]\n");
        String token = "opaque-token-that-nobody-may-see";
        assertThat(Cli.run("explain", file, "--", "/", "-H", "Authorization: Bearer " + token)
                        .out())
                .contains("needs a token that is active as https://id.invalid/introspect says")
                .contains("asks elsewhere, which is not done here")
                .doesNotContain(token, "never-shown");
        assertThat(Cli.run("explain", file, "--", "/").out()).contains("answers 401, reason auth.missing: no token");
    }
}
