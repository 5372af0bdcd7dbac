package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.model.JwtCredential;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** The keys that consumers' own tokens are verified with, each for one algorithm. Immutable, thread-safe. */
final class ConsumerKeys {

    /** No consumer. */
    static final ConsumerKeys NONE = new ConsumerKeys(Consumers.NONE);

    private final Map<String, Signer> signers = new HashMap<>();

    /**
     * A consumer that signs tokens.
     *
     * @param consumer who
     * @param key its key
     * @param algorithm the only one that it may use
     */
    record Signer(KnownConsumer consumer, VerificationKey key, SignatureAlgorithm algorithm) {}

    /**
     * Of all consumers.
     *
     * @throws IllegalArgumentException where a key is of no use; the message holds nothing of it
     */
    ConsumerKeys(Consumers consumers) {
        for (Consumers.Holder<JwtCredential> holder : consumers.jwtCredentials()) {
            JwtCredential credential = holder.credential();
            try {
                signers.put(credential.key(), signer(holder.consumer(), credential));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "consumer " + holder.consumer().name() + ": jwt: " + e.getMessage(), e);
            }
        }
    }

    private static Signer signer(KnownConsumer consumer, JwtCredential credential) {
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(credential.algorithm())
                .orElseThrow(() -> new IllegalArgumentException(
                        "algorithm: " + credential.algorithm() + " (expected: " + SignatureAlgorithm.names() + ")"));
        Key key = algorithm.isSecret()
                ? secret(credential)
                : PemKey.parse(credential.publicKey().orElse(""));
        if (!algorithm.fits(key)) {
            throw new IllegalArgumentException("publicKey: " + key.getAlgorithm() + " (expected: a key for " + algorithm
                    + ", RSA of at least " + SignatureAlgorithm.MIN_RSA + " bits)");
        }
        return new Signer(consumer, new VerificationKey(key, Optional.of(algorithm)), algorithm);
    }

    private static Key secret(JwtCredential credential) {
        String text = credential.secret().map(secret -> secret.reveal()).orElse("");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (credential.base64()) {
            try {
                bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "secret: no base64 (expected: base64, or base64: false)"); // hides the cause
            }
        }
        if (bytes.length == 0) {
            throw new IllegalArgumentException("secret: empty (expected: a secret)");
        }
        return new SecretKeySpec(bytes, "HMAC");
    }

    /** Whose tokens bear that key. */
    Optional<Signer> find(String key) {
        return Optional.ofNullable(signers.get(key));
    }
}
