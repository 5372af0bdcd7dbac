package dev.sekisho.policy.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.sekisho.policy.BadToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Keys and tokens, made by another library. */
public final class SignedTokens {

    static final String ISSUER = "https://id.example.com";
    static final String SECRET = "a secret of more than sixty-four characters, so that it is enough for HS512";
    /** A key. */
    public static final RSAKey RSA = rsa("one");
    /** Another one. */
    public static final RSAKey OTHER = rsa("two");

    private SignedTokens() {}

    /** A new key of that name. */
    public static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey curve(Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID("ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public halves as a JWK set. */
    public static String jwks(com.nimbusds.jose.jwk.JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    /** Signed with RS256 by a key, which it names. */
    public static String rs256(RSAKey key, String claims) {
        try {
            return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()), new RSASSASigner(key), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hs(JWSAlgorithm algorithm, byte[] secret, String claims) {
        try {
            return sign(new JWSHeader.Builder(algorithm), new MACSigner(secret), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String es(JWSAlgorithm algorithm, ECKey key, String claims) {
        try {
            return sign(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()), new ECDSASigner(key), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(JWSHeader.Builder header, JWSSigner signer, String claims) {
        try {
            JWSObject token = new JWSObject(header.build(), new Payload(claims));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims that are valid until the given second, with more of them. */
    static String claims(long exp, String more) {
        return "{\"iss\":\"" + ISSUER + "\",\"sub\":\"u1\",\"exp\":" + exp + more + "}";
    }

    /** base64url of a text. */
    public static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static CompactToken parse(String token) throws BadToken {
        return CompactToken.parse(bytes(token), 0, bytes(token).length);
    }
}
