package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.sekisho.policy.BadToken;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAlgorithmTest {

    private static final String CLAIMS = "{\"sub\":\"u1\"}";

    private static void assertVerifies(String algorithm, Key key, String token) throws BadToken {
        SignatureAlgorithm named = SignatureAlgorithm.named(algorithm).orElseThrow();
        CompactToken parsed = SignedTokens.parse(token);
        assertThat(parsed.algorithm()).isEqualTo(algorithm);
        assertThat(named.fits(key)).isTrue();
        assertThat(named.verify(key, parsed.signed(), parsed.signature())).isTrue();
        byte[] other = parsed.signed().clone();
        other[other.length - 1] ^= 1;
        assertThat(named.verify(key, other, parsed.signature())).isFalse();
        for (int i = 0; i < parsed.signature().length; i += 7) {
            byte[] wrong = parsed.signature().clone();
            wrong[i] ^= 0x10;
            assertThat(named.verify(key, parsed.signed(), wrong)).isFalse();
        }
        assertThat(named.verify(key, parsed.signed(), new byte[1])).isFalse();
        assertThat(named.verify(key, parsed.signed(), new byte[parsed.signature().length]))
                .as("zeros, CVE-2022-21449")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void rsaAgreesWithAnotherLibrary(String algorithm) throws Exception {
        String token = SignedTokens.sign(
                new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)), new RSASSASigner(SignedTokens.RSA), CLAIMS);
        assertVerifies(algorithm, SignedTokens.RSA.toPublicKey(), token);
        SignatureAlgorithm named = SignatureAlgorithm.named(algorithm).orElseThrow();
        CompactToken parsed = SignedTokens.parse(token);
        assertThat(named.verify(SignedTokens.OTHER.toPublicKey(), parsed.signed(), parsed.signature()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ES256,P-256", "ES384,P-384", "ES512,P-521"})
    void curvesAgreeWithAnotherLibrary(String algorithm, String curve) throws Exception {
        ECKey key = SignedTokens.curve(Curve.parse(curve));
        assertVerifies(algorithm, key.toPublicKey(), SignedTokens.es(JWSAlgorithm.parse(algorithm), key, CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void secretsAgreeWithAnotherLibrary(String algorithm) throws Exception {
        byte[] secret = SignedTokens.SECRET.getBytes(StandardCharsets.UTF_8);
        String token = SignedTokens.hs(JWSAlgorithm.parse(algorithm), secret, CLAIMS);
        assertVerifies(algorithm, new SecretKeySpec(secret, "HMAC"), token);
    }

    /** RFC 8037 appendix A.4, whose payload is no JSON. */
    @Test
    void ed25519AsItsStandardShowsIt() throws Exception {
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
        String signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        byte[] signature = Base64.getUrlDecoder()
                .decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        List<VerificationKey> keys = KeySet.parse("{\"keys\":[" + jwk + "]}", false, 1)
                .candidates(Optional.empty(), SignatureAlgorithm.EDDSA);
        assertThat(keys).hasSize(1);
        Key key = keys.getFirst().key();
        assertThat(SignatureAlgorithm.EDDSA.verify(key, SignedTokens.bytes(signed), signature))
                .isTrue();
        signature[3] ^= 1;
        assertThat(SignatureAlgorithm.EDDSA.verify(key, SignedTokens.bytes(signed), signature))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void edwardsCurvesOfTheJdk(String curve) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(curve).generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        int length = curve.equals("Ed25519") ? 32 : 57;
        String x = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(encoded, encoded.length - length, encoded.length));
        KeySet set =
                KeySet.parse("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"" + curve + "\",\"x\":\"" + x + "\"}]}", false, 1);
        Key key = set.candidates(Optional.empty(), SignatureAlgorithm.EDDSA)
                .getFirst()
                .key();
        assertThat(key).isEqualTo(pair.getPublic());
        String head = SignedTokens.base64("{\"alg\":\"EdDSA\"}") + "." + SignedTokens.base64(CLAIMS);
        Signature signer = Signature.getInstance("EdDSA");
        signer.initSign(pair.getPrivate());
        signer.update(SignedTokens.bytes(head));
        String token = head + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
        assertVerifies("EdDSA", key, token);
    }

    @Test
    void aKeyOfAnotherKindNeverFits() throws Exception {
        Key open = SignedTokens.RSA.toPublicKey();
        Key curve = SignedTokens.curve(Curve.P_256).toPublicKey();
        Key secret = new SecretKeySpec(open.getEncoded(), "HMAC");
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            String name = algorithm.toString();
            assertThat(algorithm.fits(secret)).as(name).isEqualTo(name.startsWith("HS"));
            assertThat(algorithm.fits(open)).as(name).isEqualTo(name.matches("[RP]S.*"));
            assertThat(algorithm.fits(curve)).as(name).isEqualTo(name.equals("ES256"));
        }
    }

    @Test
    void smallRsaKeysAreRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        assertThat(SignatureAlgorithm.RS256.fits(generator.generateKeyPair().getPublic()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "rs256", "HS1", "RS256 ", "ES256K", "dir"})
    void thereIsNoOther(String name) {
        assertThat(SignatureAlgorithm.named(name)).isEmpty();
    }
}
