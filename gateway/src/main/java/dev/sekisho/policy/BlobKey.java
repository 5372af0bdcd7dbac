package dev.sekisho.policy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What bytes in a {@link BlobStore} are found by: a digest of 128 bits, and the whole key, which is stored beside the bytes and
 * compared before they are given. So two keys of one digest may push each other out, but never get the other's bytes.
 */
public final class BlobKey {

    /** Longest key, in bytes. */
    public static final int MAX_LENGTH = 64 << 10;

    private final long high;
    private final long low;
    private final byte[] whole;

    /**
     * A key whose digest is known.
     *
     * @param high first 64 bits of the digest
     * @param low the next 64 bits
     * @param whole taken over, must not change any more
     * @throws IllegalArgumentException where it is longer than {@link #MAX_LENGTH}
     */
    public BlobKey(long high, long low, byte[] whole) {
        if (whole.length > MAX_LENGTH) {
            throw new IllegalArgumentException("key: " + whole.length + " bytes (expected: <= " + MAX_LENGTH + ")");
        }
        this.high = high;
        this.low = low;
        this.whole = whole;
    }

    /** The key of these bytes, by SHA-256; takes them over. */
    public static BlobKey of(byte[] whole) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(whole));
            return new BlobKey(digest.getLong(), digest.getLong(), whole);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** First 64 bits of the digest. */
    public long high() {
        return high;
    }

    /** The other 64 bits of the digest. */
    public long low() {
        return low;
    }

    /** The whole key; must not be changed. */
    public byte[] whole() {
        return whole;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlobKey that
                && high == that.high
                && low == that.low
                && Arrays.equals(whole, that.whole);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
