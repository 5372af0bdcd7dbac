package dev.sekisho.policy.jwt;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * What a token may be signed with: RFC 7518 section 3.1, and EdDSA of RFC 8037. A key fits by its kind, so that a public key is
 * never taken for a secret. There is no {@code none}.
 */
enum SignatureAlgorithm {
    HS256("HS256", Family.SECRET, 256),
    HS384("HS384", Family.SECRET, 384),
    HS512("HS512", Family.SECRET, 512),
    RS256("RS256", Family.RSA, 256),
    RS384("RS384", Family.RSA, 384),
    RS512("RS512", Family.RSA, 512),
    PS256("PS256", Family.PSS, 256),
    PS384("PS384", Family.PSS, 384),
    PS512("PS512", Family.PSS, 512),
    ES256("ES256", Family.CURVE, 256),
    ES384("ES384", Family.CURVE, 384),
    ES512("ES512", Family.CURVE, 521),
    EDDSA("EdDSA", Family.EDWARDS, 0);

    /** Smallest RSA key, bits (RFC 7518 section 3.3). */
    static final int MIN_RSA = 2048;

    private enum Family {
        SECRET,
        RSA,
        PSS,
        CURVE,
        EDWARDS
    }

    private final String text;
    private final Family family;
    private final int bits; // of the hash; of a curve its field

    SignatureAlgorithm(String text, Family family, int bits) {
        this.text = text;
        this.family = family;
        this.bits = bits;
    }

    /** The one of that name, with regard to case. */
    static Optional<SignatureAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(a -> a.text.equals(name)).findFirst();
    }

    /** All names, for messages. */
    static String names() {
        return Arrays.stream(values()).map(SignatureAlgorithm::toString).collect(Collectors.joining(", "));
    }

    /** Whether it needs a secret that both sides know. */
    boolean isSecret() {
        return family == Family.SECRET;
    }

    /** Whether the key is of the kind that it needs. */
    boolean fits(Key key) {
        return switch (family) {
            case SECRET -> key instanceof SecretKey;
            case RSA, PSS -> key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA;
            case CURVE ->
                key instanceof ECPublicKey curve
                        && curve.getParams().getCurve().getField().getFieldSize() == bits;
            case EDWARDS -> key instanceof EdECPublicKey;
        };
    }

    /** Whether the signature is that of the bytes by a key that fits; never throws for what a token may hold. */
    boolean verify(Key key, byte[] signed, byte[] signature) {
        try {
            return key instanceof PublicKey open ? verify(open, signed, signature) : isCode(key, signed, signature);
        } catch (GeneralSecurityException e) {
            return false; // such as an ECDSA signature whose numbers are out of range
        }
    }

    private boolean isCode(Key key, byte[] signed, byte[] signature) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA" + bits);
        mac.init(key);
        return MessageDigest.isEqual(mac.doFinal(signed), signature);
    }

    private boolean verify(PublicKey key, byte[] signed, byte[] signature) throws GeneralSecurityException {
        if (family == Family.CURVE && signature.length != (bits + 7) / 8 * 2) {
            return false; // RFC 7518 section 3.4: two numbers of the curve's length
        }
        Signature verifier = signature();
        verifier.initVerify(key);
        verifier.update(signed);
        return verifier.verify(signature);
    }

    private Signature signature() throws GeneralSecurityException {
        return switch (family) {
            case RSA -> Signature.getInstance("SHA" + bits + "withRSA");
            case PSS -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                String hash = "SHA-" + bits;
                pss.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
                yield pss;
            }
            case CURVE -> Signature.getInstance("SHA" + (bits == 521 ? 512 : bits) + "withECDSAinP1363Format");
            case EDWARDS -> Signature.getInstance("EdDSA");
            case SECRET -> throw new GeneralSecurityException(text + ": a public key (expected: a secret)");
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
