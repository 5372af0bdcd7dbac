package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.jwt.JwtConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    private static final Map<String, String> FILES = Map.of(
            "keys", "{ \"keys\": [ { \"kty\": \"oct\", \"k\": \"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE\" } ] }\n");

    private static Guarded guarded(String location) {
        return Guarded.http("server { location / {\n" + location + "\n} }", FILES);
    }

    private static JwtConfig config(Guarded guarded) {
        return Guarded.config(guarded.at("/"), "jwt", JwtConfig.class);
    }

    @Test
    void tokensAreVerifiedByTheKeysOfTheFile() {
        Guarded guarded = guarded("auth_jwt shop; auth_jwt_key_file keys; auth_jwt_leeway 30s;");
        JwtConfig config = config(guarded);
        assertThat(config.realm()).isEqualTo("shop");
        assertThat(config.clockTolerance()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.requireExpiry()).isFalse();
        assertThat(config.forwardOriginalToken()).isTrue();
        assertThat(config.userHeaders()).isFalse();
        assertThat(config.issuers()).singleElement().satisfies(issuer -> {
            assertThat(issuer.issuer()).isEqualTo("*");
            assertThat(issuer.jwksFile().orElseThrow()).hasToString("${file:/conf/keys}");
        });
        assertThat(config.from().getFirst().header()).contains("Authorization");
        assertThat(guarded.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"$cookie_session, cookie, session", "$arg_token, query, token", "$http_x_token, header, x-token"})
    void tokensMayBeElsewhere(String token, String place, String name) {
        JwtConfig config = config(guarded("auth_jwt shop token=" + token + "; auth_jwt_key_file keys;"));
        assertThat(config.from().getFirst().toString()).containsIgnoringCase(place + "=Optional[" + name + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "auth_jwt shop;, has no keys here",
        "auth_jwt shop; auth_jwt_key_file gone;, nginx.file /conf/gone",
        "auth_jwt shop token=$host; auth_jwt_key_file keys;, looks for tokens where none",
        "auth_jwt shop; auth_jwt_key_file keys; auth_jwt_leeway 1h;, is longer than 600 s",
        "auth_jwt $host; auth_jwt_key_file keys;, has a realm with"
    })
    void whatCannotBeHonouredIsReported(String directives, String message) {
        Guarded guarded = guarded(directives);
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "auth_jwt_type encrypted;, encrypted tokens are not read",
        "auth_jwt_key_request /keys;, keys are read from files",
        "auth_jwt_require $host;, claims are read by"
    })
    void whatIsLeftOutIsReported(String directive, String message) {
        Guarded guarded = guarded("auth_jwt shop; auth_jwt_key_file keys; " + directive);
        guarded.at("/");
        assertThat(guarded.found())
                .startsWith("nginx.not-honoured " + directive.split(" ")[0])
                .contains(message);
    }

    @Test
    void itMayBeOff() {
        assertThat(Guarded.types(
                        guarded("auth_jwt off; auth_jwt_key_file keys;").at("/")))
                .isEmpty();
    }
}
