package dev.sekisho.policy.introspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.sekisho.model.Secret;
import dev.sekisho.policy.introspection.IntrospectionConfig.Client;
import dev.sekisho.policy.introspection.IntrospectionConfig.Method;
import dev.sekisho.policy.jwt.SignedTokens;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAuthenticationTest {

    private static final String AUDIENCE = "https://id.example.com/introspect";
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private static Client client(Method method, String secret, String key, String algorithm) {
        return new Client(
                method,
                Optional.of("gw:1/ä"),
                secret(secret),
                secret(key),
                Optional.of("k1"),
                Optional.of(algorithm).filter(text -> !text.isEmpty()),
                Optional.empty(),
                secret(secret));
    }

    private static Optional<Secret> secret(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text, ""));
    }

    private static ClientAuthentication of(Client client) {
        return ClientAuthentication.of(client, AUDIENCE, () -> NOW);
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static Map<String, String> form(String parameters) {
        assertThat(parameters).startsWith("&");
        return Arrays.stream(parameters.substring(1).split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static SignedJWT assertion(ClientAuthentication of) throws Exception {
        Map<String, String> form = form(of.parameters());
        assertThat(form)
                .containsEntry("client_id", "gw:1/ä")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        assertThat(of.headers()).isEmpty();
        return SignedJWT.parse(form.get("client_assertion"));
    }

    @Test
    void basicEncodesBothBeforeItJoinsThem() {
        ClientAuthentication of = of(client(Method.CLIENT_SECRET_BASIC, "p:w +%", "", ""));
        String value = String.valueOf(of.headers().get("Authorization"));
        assertThat(value).startsWith("Basic ");
        assertThat(new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.US_ASCII))
                .isEqualTo("gw%3A1%2F%C3%A4:p%3Aw+%2B%25");
        assertThat(of.parameters()).isEmpty();
    }

    @Test
    void postSendsThemInTheBody() {
        ClientAuthentication of = of(client(Method.CLIENT_SECRET_POST, "p&w=", "", ""));
        assertThat(form(of.parameters()))
                .containsExactlyInAnyOrderEntriesOf(Map.of("client_id", "gw:1/ä", "client_secret", "p&w="));
        assertThat(of.headers()).isEmpty();
    }

    @Test
    void bearerSendsItsToken() {
        assertThat(of(client(Method.BEARER, "own-token", "", "")).headers())
                .containsEntry("Authorization", "Bearer own-token");
        assertThat(form(of(client(Method.NONE, "", "", "")).parameters())).containsOnlyKeys("client_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HS256", "HS384", "HS512"})
    void aSecretMaySign(String algorithm) throws Exception {
        String secret = IntrospectionSettings.SECRET;
        SignedJWT signed = assertion(of(client(Method.CLIENT_SECRET_JWT, secret, "", algorithm)));
        assertThat(signed.verify(new MACVerifier(secret))).isTrue();
        assertThat(signed.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.isEmpty() ? "HS256" : algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RS384", "PS256", "PS512"})
    void anRsaKeyMaySign(String algorithm) throws Exception {
        RSAKey key = SignedTokens.RSA;
        SignedJWT signed = assertion(of(client(Method.PRIVATE_KEY_JWT, "", pem(key.toPrivateKey()), algorithm)));
        assertThat(signed.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(signed.getHeader().getKeyID()).isEqualTo("k1");
    }

    @Test
    void assertionsSayWhatRfc7523Wants() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        ClientAuthentication of = of(client(Method.PRIVATE_KEY_JWT, "", pem(key.toPrivateKey()), "ES256"));
        SignedJWT first = assertion(of);
        assertThat(first.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(first.getJWTClaimsSet().getIssuer()).isEqualTo("gw:1/ä");
        assertThat(first.getJWTClaimsSet().getSubject()).isEqualTo("gw:1/ä");
        assertThat(first.getJWTClaimsSet().getAudience()).containsExactly(AUDIENCE);
        assertThat(first.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(NOW));
        assertThat(first.getJWTClaimsSet().getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(60)));
        assertThat(first.getJWTClaimsSet().getJWTID())
                .isNotEmpty()
                .isNotEqualTo(assertion(of).getJWTClaimsSet().getJWTID());
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whatTheMethodNeedsMustBeThere(Method method) {
        assertThatThrownBy(() -> of(client(method, "", "", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("client\\.(secret|key|token): none \\(expected: one, for " + method + "\\)");
    }

    @Test
    void keysThatDoNotFitAreRefusedAndNotRepeated() throws Exception {
        String rsa = pem(SignedTokens.RSA.toPrivateKey());
        String p384 = pem(new ECKeyGenerator(Curve.P_384).generate().toPrivateKey());
        for (Client wrong : new Client[] {
            client(Method.PRIVATE_KEY_JWT, "", rsa, "ES256"),
            client(Method.PRIVATE_KEY_JWT, "", p384, "ES256"),
            client(Method.PRIVATE_KEY_JWT, "", p384, "RS256"),
            client(Method.PRIVATE_KEY_JWT, "", rsa, "HS256"),
            client(Method.PRIVATE_KEY_JWT, "", rsa, "none"),
            client(Method.PRIVATE_KEY_JWT, "", "no key, secret-text", ""),
            client(Method.PRIVATE_KEY_JWT, "", rsa.replace("MII", "AAA"), ""),
            client(Method.CLIENT_SECRET_JWT, "secret-text", "", ""),
            client(Method.CLIENT_SECRET_JWT, IntrospectionSettings.SECRET, "", "RS256"),
            client(Method.BEARER, "secret-text with blanks", "", "")
        }) {
            assertThatThrownBy(() -> of(wrong))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("client")
                    .hasMessageContaining("(expected: ")
                    .hasMessageNotContaining("secret-text");
        }
    }

    @Test
    void nothingPrintsASecret() {
        Client client = client(Method.CLIENT_SECRET_POST, "secret-text", "secret-text", "");
        assertThat(client.toString()).doesNotContain("secret-text");
        assertThat(of(client).toString()).doesNotContain("secret-text");
    }
}
