package dev.sekisho.policy.basic;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands for a pair of user name and password in memory: HMAC-SHA-256 under a key that lives as long as the process, so
 * that neither a dump of the map nor its timing tells a password.
 */
record PairKey(long a, long b, long c, long d) {

    private static final byte[] KEY = key();
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(PairKey::mac);

    /** The key of a pair as it was sent. */
    static PairKey of(byte[] bytes, int start, int end) {
        Mac mac = MAC.get();
        mac.update(bytes, start, end - start);
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
        return new PairKey(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    private static byte[] key() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("HmacSHA256: missing (expected: part of every JDK)", e);
        }
    }
}
