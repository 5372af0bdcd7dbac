package dev.sekisho.policy.jwt;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a token, which stands for it, so that no token is kept. */
record TokenHash(long a, long b, long c, long d) {

    private static final ThreadLocal<Hasher> HASHER = ThreadLocal.withInitial(Hasher::new);

    /** What hashing needs, one for each thread, so that a hash allocates nothing but itself. */
    private static final class Hasher {
        private final MessageDigest digest;
        private final byte[] hash = new byte[32];
        private final ByteBuffer numbers = ByteBuffer.wrap(hash);

        Hasher() {
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256: missing (expected: part of every JDK)", e);
            }
        }

        TokenHash of(byte[] bytes, int start, int end) {
            try {
                digest.update(bytes, start, end - start);
                digest.digest(hash, 0, hash.length);
            } catch (DigestException e) {
                throw new IllegalStateException("SHA-256: more than 32 bytes (expected: 32)", e);
            }
            return new TokenHash(numbers.getLong(0), numbers.getLong(8), numbers.getLong(16), numbers.getLong(24));
        }
    }

    /** Of a range. */
    static TokenHash of(byte[] bytes, int start, int end) {
        return HASHER.get().of(bytes, start, end);
    }

    /** A part of it is as good as all of it. */
    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }
}
