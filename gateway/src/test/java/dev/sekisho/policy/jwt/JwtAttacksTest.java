package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Published attacks on JOSE (RFC 8725 section 2, and advisories for many libraries): each is 401, none fetches anything. */
class JwtAttacksTest {

    private static final long END = 4_000_000_000L;
    private static final String CLAIMS = SignedTokens.claims(END, "");
    private static final String VALID = SignedTokens.rs256(SignedTokens.RSA, CLAIMS);

    private final ChainHarness harness = new ChainHarness();
    private final JwtSettings settings = new JwtSettings();

    /** All algorithms are allowed, so that it is not the allow-list alone that refuses. */
    private final Policy policy = settings.policy(
            "{ issuers: [ { issuer: \"" + SignedTokens.ISSUER
                    + "\", jwks: RSA_SET } ], consumers: true, maxTokenSize: 64KiB,"
                    + " algorithms: [RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, HS256, HS384, HS512, EdDSA] }");

    private Exchange bear(String token) {
        Exchange x = harness.exchange(policy);
        ChainHarness.field(x.request().headers(), "Authorization", "Bearer " + token);
        ChainRunner.start(x);
        return x;
    }

    private static String raw(String header, String claims, String signature) {
        return SignedTokens.base64(header) + "." + SignedTokens.base64(claims) + "." + signature;
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static String tampered(String claims) {
        return VALID.substring(0, VALID.indexOf('.') + 1) + SignedTokens.base64(claims) + "." + signature(VALID);
    }

    private static void none(Map<String, String> attacks) {
        for (String alg : List.of("none", "None", "NONE", "nOnE", "none ", "")) {
            String header = "{\"alg\":\"" + alg + "\",\"kid\":\"one\"}";
            attacks.put("alg " + alg, raw(header, CLAIMS, ""));
            attacks.put("alg " + alg + " with a signature", raw(header, CLAIMS, signature(VALID)));
            attacks.put("alg " + alg + " with a short signature", raw(header, CLAIMS, "AA"));
        }
        attacks.put("no alg", raw("{\"kid\":\"one\"}", CLAIMS, signature(VALID)));
        attacks.put("empty signature", VALID.substring(0, VALID.lastIndexOf('.') + 1));
        attacks.put("no signature", VALID.substring(0, VALID.lastIndexOf('.')));
        attacks.put("zeros as signature", raw("{\"alg\":\"RS256\",\"kid\":\"one\"}", CLAIMS, "A".repeat(342)));
        attacks.put("ECDSA of zeros", raw("{\"alg\":\"ES256\"}", CLAIMS, "A".repeat(86)));
    }

    /** The public key, in all forms that somebody may take for a secret. */
    private static void confusion(Map<String, String> attacks) throws Exception {
        byte[] encoded = SignedTokens.RSA.toPublicKey().getEncoded();
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----";
        List<String> forms = List.of(
                pem,
                pem + "\n",
                SignedTokens.jwks(SignedTokens.RSA),
                SignedTokens.RSA.toPublicJWK().toJSONString(),
                SignedTokens.RSA.getModulus().toString());
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS512)) {
            JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID("one");
            attacks.put("key as secret, " + algorithm, SignedTokens.sign(header, new MACSigner(encoded), CLAIMS));
            for (int i = 0; i < forms.size(); i++) {
                byte[] secret = forms.get(i).getBytes(StandardCharsets.UTF_8);
                attacks.put(
                        "form " + i + " as secret, " + algorithm,
                        SignedTokens.sign(header, new MACSigner(secret), CLAIMS));
            }
        }
    }

    private static void ownKeys(Map<String, String> attacks) throws Exception {
        RSAKey evil = SignedTokens.rsa("one");
        RSASSASigner signer = new RSASSASigner(evil);
        URI uri = URI.create("https://evil.example/keys");
        attacks.put("another key of that name", SignedTokens.rs256(evil, CLAIMS));
        attacks.put("jwk", SignedTokens.sign(header().jwk(evil.toPublicJWK()), signer, CLAIMS));
        attacks.put("jku", SignedTokens.sign(header().jwkURL(uri), signer, CLAIMS));
        attacks.put("x5u", SignedTokens.sign(header().x509CertURL(uri), signer, CLAIMS));
        attacks.put(
                "jku, with the right key",
                SignedTokens.sign(header().jwkURL(uri), new RSASSASigner(SignedTokens.RSA), CLAIMS));
        attacks.put(
                "kid as path",
                raw(
                        "{\"alg\":\"HS256\",\"kid\":\"../../../../dev/null\"}",
                        CLAIMS,
                        signature(SignedTokens.hs(JWSAlgorithm.HS256, new byte[32], CLAIMS))));
        attacks.put("kid as SQL", raw("{\"alg\":\"RS256\",\"kid\":\"x' UNION SELECT 'a\"}", CLAIMS, signature(VALID)));
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one");
    }

    private static void forms(Map<String, String> attacks) throws Exception {
        RSASSASigner signer = new RSASSASigner(SignedTokens.RSA);
        attacks.put(
                "unknown crit",
                SignedTokens.sign(header().criticalParams(java.util.Set.of("x")).customParam("x", 1), signer, CLAIMS));
        attacks.put(
                "unencoded payload",
                raw("{\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]}", CLAIMS, signature(VALID)));
        attacks.put("alg twice", raw("{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"one\"}", CLAIMS, signature(VALID)));
        attacks.put(
                "claim twice",
                SignedTokens.rs256(SignedTokens.RSA, "{\"sub\":\"a\",\"sub\":\"b\"," + CLAIMS.substring(1)));
        attacks.put(
                "claim twice, escaped",
                SignedTokens.rs256(SignedTokens.RSA, "{\"s\\u0075b\":\"a\"," + CLAIMS.substring(1)));
        attacks.put(
                "JWE with a huge p2c",
                raw(
                        "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}",
                        "{}",
                        "AAAA.AAAA.AAAA"));
        attacks.put("JWE in three parts", raw("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}", CLAIMS, "AAAA"));
        attacks.put("1 MB", raw("{\"alg\":\"RS256\"}", "{\"a\":\"" + "x".repeat(786_000) + "\"}", signature(VALID)));
        attacks.put("many braces", raw("{\"alg\":\"RS256\"}", "{\"a\":" + "[".repeat(20_000), signature(VALID)));
        attacks.put("JSON form", "{\"payload\":\"" + SignedTokens.base64(CLAIMS) + "\",\"signatures\":[]}");
        attacks.put("padding", VALID + "==");
        attacks.put(
                "another last character", VALID.substring(0, VALID.length() - 1) + (VALID.endsWith("w") ? "x" : "w"));
        attacks.put("blank inside", VALID.substring(0, 10) + " " + VALID.substring(10));
    }

    private static void claims(Map<String, String> attacks) {
        attacks.put("tampered exp", tampered(SignedTokens.claims(END + 1, "")));
        attacks.put("tampered sub", tampered(CLAIMS.replace("u1", "admin")));
        attacks.put("tampered iss", tampered(CLAIMS.replace("id.example", "evil.example")));
        attacks.put("tampered nbf", tampered(SignedTokens.claims(END, ",\"nbf\":0")));
        attacks.put("tampered aud", tampered(SignedTokens.claims(END, ",\"aud\":\"orders\"")));
        attacks.put(
                "another algorithm of the same key",
                raw("{\"alg\":\"PS256\",\"kid\":\"one\"}", CLAIMS, signature(VALID)));
    }

    /** Of a few, since others use the machine too. */
    private long fastest(String token) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            bear(token);
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }

    @Test
    void theTokenThatTheyChangeIsValid() {
        bear(VALID);
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void everyAttackIs401AndFetchesNothing() throws Exception {
        Map<String, String> attacks = new LinkedHashMap<>();
        none(attacks);
        confusion(attacks);
        ownKeys(attacks);
        forms(attacks);
        claims(attacks);
        assertThat(attacks).hasSizeGreaterThan(60);
        attacks.forEach((name, token) -> {
            Exchange x = bear(token);
            assertThat(harness.status()).as(name).isEqualTo(401);
            assertThat(harness.body()).as(name).startsWith("{\"error\":\"invalid_token\"");
            assertThat(x.reason()).as(name).isEqualTo(Reason.AUTH_INVALID);
            assertThat(x.principal().isKnown()).as(name).isFalse();
        });
        attacks.forEach(
                (name, token) -> assertThat(fastest(token)).as(name).isLessThan(TimeUnit.MILLISECONDS.toNanos(10)));
        assertThat(harness.backendCalls()).isZero();
        assertThat(settings.asked).isEmpty();
        assertThat(((JwtPolicy) policy).cache().size())
                .as("nothing of it is kept")
                .isZero();
    }
}
