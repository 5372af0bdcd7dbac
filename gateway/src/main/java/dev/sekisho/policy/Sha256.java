package dev.sekisho.policy;

import dev.sekisho.dataplane.Escapes;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256 of credentials, with memory of its own for each thread, so that hashing allocates nothing. */
public final class Sha256 {

    private static final ThreadLocal<Sha256> OF_THREAD = ThreadLocal.withInitial(Sha256::new);

    private final MessageDigest digest = sha256();
    private final byte[] hash = new byte[32];
    private byte[] decoded = new byte[256];

    private Sha256() {}

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: part of every JDK)", e);
        }
    }

    /** The hash of a range, 32 bytes, which holds until the next call on this thread; not to be changed. */
    public static byte[] of(byte[] bytes, int start, int end) {
        Sha256 own = OF_THREAD.get();
        own.digest.update(bytes, start, end - start);
        return own.finish();
    }

    /** The same for a range with percent-escapes, which are decoded first. */
    public static byte[] ofEscaped(byte[] bytes, int start, int end) {
        Sha256 own = OF_THREAD.get();
        if (own.decoded.length < end - start) {
            own.decoded = new byte[end - start];
        }
        int length = Escapes.decode(bytes, start, end, own.decoded);
        own.digest.update(own.decoded, 0, length);
        Arrays.fill(own.decoded, 0, length, (byte) 0);
        return own.finish();
    }

    private byte[] finish() {
        try {
            digest.digest(hash, 0, hash.length);
            return hash;
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256: " + hash.length + " bytes (expected: room enough)", e);
        }
    }
}
