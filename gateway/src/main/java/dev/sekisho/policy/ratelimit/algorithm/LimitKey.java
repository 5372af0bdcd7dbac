package dev.sekisho.policy.ratelimit.algorithm;

import java.util.Arrays;

/** Whose requests are counted, as bytes that are written anew for each request. Not thread-safe: one for each event loop. */
public final class LimitKey {

    private static final int WIDE = 0xFF; // no UTF-8 holds it

    private byte[] bytes = new byte[256];
    private int length;
    private final SipHash hash = new SipHash();

    /** Calculates its hash. */
    void hash(SipHash.Seed seed) {
        hash.calculate(seed, bytes, length);
    }

    /** The first half of the hash. */
    long first() {
        return hash.first();
    }

    /** The second half of the hash. */
    long second() {
        return hash.second();
    }

    /** Makes it empty. */
    public void clear() {
        length = 0;
        if (bytes.length > 4096) {
            bytes = new byte[256];
        }
    }

    /** The bytes; valid up to {@link #length}, not to be kept. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** Adds one byte. */
    public void add(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Adds bytes. */
    public void add(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
    }

    /** Adds a text: ASCII as it is, other characters so that no two texts are alike. */
    public void add(String text) {
        reserve(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                bytes[length++] = (byte) WIDE;
                bytes[length++] = (byte) (c >>> 8);
                bytes[length++] = (byte) c;
            }
        }
    }

    /** The bytes as an array of their own. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
