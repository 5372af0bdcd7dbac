package dev.sekisho.policy.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A JWK set (RFC 7517): those of its keys that may verify signatures. A few are kept ready, the others are made when needed.
 * Thread-safe.
 */
final class KeySet {

    /** Keys tried for a token that names none. */
    private static final int MAX_TRIED = 5;

    /** Keys read of a set; more is no set of signature keys. */
    private static final int MAX_READ = 100;

    /** Headers of X.509 SubjectPublicKeyInfo before the bytes of a key (RFC 8410 section 4). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] ED448 = HexFormat.of().parseHex("3043300506032b6571033a00");

    /** No keys. */
    static final KeySet NONE = new KeySet(List.of(), 1);

    private final List<JWK> published;
    private final int maxReady;
    private final ConcurrentMap<Integer, VerificationKey> ready = new ConcurrentHashMap<>();

    private KeySet(List<JWK> published, int maxReady) {
        this.published = published;
        this.maxReady = maxReady;
    }

    /**
     * Reads a set.
     *
     * @param secrets whether it may hold secrets; they are left out otherwise
     * @param maxReady how many keys are kept ready
     * @throws IllegalArgumentException where it is no JWK set, or none of its keys is of use; holds nothing of the keys
     */
    static KeySet parse(String json, boolean secrets, int maxReady) {
        List<JWK> usable = new ArrayList<>();
        try {
            for (JWK key : JWKSet.parse(json).getKeys()) {
                if (usable.size() < MAX_READ && isForSignatures(key) && isReadable(key, secrets)) {
                    usable.add(key);
                }
            }
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "not a JWK set (expected: JSON of RFC 7517 section 5)"); // the cause may hold a key
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("a JWK set without a key for signatures (expected: RSA of at least "
                    + SignatureAlgorithm.MIN_RSA + " bits, P-256, P-384, P-521, Ed25519 or Ed448)");
        }
        return new KeySet(List.copyOf(usable), maxReady);
    }

    private static boolean isForSignatures(JWK key) {
        boolean use = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        return use && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    private static boolean isReadable(JWK key, boolean secrets) {
        if (key instanceof OctetSequenceKey && !secrets) {
            return false;
        }
        Optional<VerificationKey> made = make(key);
        return made.isPresent()
                && java.util.Arrays.stream(SignatureAlgorithm.values()).anyMatch(made.get()::fits);
    }

    /** Whether there are no keys. */
    boolean isEmpty() {
        return published.isEmpty();
    }

    /** The keys that a token may be signed with, best first; empty for none. */
    List<VerificationKey> candidates(Optional<String> kid, SignatureAlgorithm algorithm) {
        List<VerificationKey> found = new ArrayList<>();
        for (int i = 0; i < published.size() && found.size() < MAX_TRIED; i++) {
            String id = published.get(i).getKeyID();
            if (kid.isEmpty() || kid.get().equals(id)) {
                key(i).filter(key -> key.fits(algorithm)).ifPresent(found::add);
            }
        }
        return Collections.unmodifiableList(found);
    }

    private Optional<VerificationKey> key(int index) {
        VerificationKey known = ready.get(index);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<VerificationKey> made = make(published.get(index));
        if (ready.size() < maxReady) {
            made.ifPresent(key -> ready.put(index, key));
        }
        return made;
    }

    private static Optional<VerificationKey> make(JWK key) {
        try {
            Optional<SignatureAlgorithm> only = Optional.empty();
            if (key.getAlgorithm() != null) {
                only = SignatureAlgorithm.named(key.getAlgorithm().getName());
                if (only.isEmpty()) {
                    return Optional.empty(); // for something else, such as encryption
                }
            }
            return Optional.of(new VerificationKey(read(key), only));
        } catch (JOSEException | GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Key read(JWK key) throws JOSEException, GeneralSecurityException {
        return switch (key) {
            case OctetKeyPair pair -> edwards(pair);
            case OctetSequenceKey secret -> secret.toSecretKey("HMAC");
            case AsymmetricJWK open -> open.toPublicKey();
            default -> throw new GeneralSecurityException("kind of key (expected: RSA, EC, OKP or oct)");
        };
    }

    private static PublicKey edwards(OctetKeyPair pair) throws GeneralSecurityException {
        byte[] prefix = switch (pair.getCurve().getName()) {
            case "Ed25519" -> ED25519;
            case "Ed448" -> ED448;
            default -> throw new GeneralSecurityException("curve (expected: Ed25519 or Ed448)");
        };
        byte[] point = pair.getDecodedX();
        byte[] encoded = java.util.Arrays.copyOf(prefix, prefix.length + point.length);
        System.arraycopy(point, 0, encoded, prefix.length, point.length);
        return KeyFactory.getInstance("EdDSA").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** Equal where the same keys are published. */
    @Override
    public boolean equals(Object other) {
        return other instanceof KeySet set && published.equals(set.published);
    }

    @Override
    public int hashCode() {
        return published.hashCode();
    }
}
