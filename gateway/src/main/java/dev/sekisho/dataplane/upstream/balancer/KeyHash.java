package dev.sekisho.dataplane.upstream.balancer;

/**
 * A hash of 64 bits over bytes: FNV-1a (Fowler, Noll, Vo), with the finalizer of SplitMix64 (Steele, Lea, Flood 2014) behind
 * it, since FNV's high bits are weak. Stable over restarts, not meant against attackers. Thread-safe.
 */
public final class KeyHash {

    private static final long BASIS = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private KeyHash() {}

    /** The hash of the bytes from {@code start} to {@code end}. */
    public static long of(byte[] bytes, int start, int end) {
        return mix(fnv(bytes, start, end));
    }

    /** The hash of a text: that of its bytes where it is ASCII. Allocates nothing. */
    public static long of(String text) {
        long hash = BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mix(hash);
    }

    /** FNV-1a alone. */
    static long fnv(byte[] bytes, int start, int end) {
        long hash = BASIS;
        for (int i = start; i < end; i++) {
            hash = (hash ^ bytes[i] & 0xFF) * PRIME;
        }
        return hash;
    }

    /** Spreads the bits of a number over all of it. */
    static long mix(long number) {
        long z = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
