package dev.sekisho.policy.hmac;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC (RFC 2104) of a text that comes in pieces. Each thread has one of its own for each algorithm, used again and again. */
final class KeyedHash {

    private static final ThreadLocal<Map<HmacConfig.Algorithm, KeyedHash>> OF_THREAD =
            ThreadLocal.withInitial(() -> new EnumMap<>(HmacConfig.Algorithm.class));

    private final Mac mac;

    private KeyedHash(HmacConfig.Algorithm algorithm) {
        try {
            this.mac = Mac.getInstance(algorithm.java());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + ": missing (expected: part of every JDK)", e);
        }
    }

    /** That of this thread, with nothing in it. */
    static KeyedHash of(HmacConfig.Algorithm algorithm, SecretKey key) {
        KeyedHash hash = OF_THREAD.get().computeIfAbsent(algorithm, KeyedHash::new);
        try {
            hash.mac.init(key); // forgets what an earlier text has left
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key: not usable (expected: bytes)", e);
        }
        return hash;
    }

    void update(byte one) {
        mac.update(one);
    }

    void update(byte[] all) {
        mac.update(all);
    }

    void update(byte[] bytes, int start, int end) {
        mac.update(bytes, start, end - start);
    }

    /** Whether the text has that signature, in the one form that base64 has for it; in constant time. */
    boolean fits(byte[] signature) {
        return MessageDigest.isEqual(Base64.getEncoder().encode(mac.doFinal()), signature);
    }
}
