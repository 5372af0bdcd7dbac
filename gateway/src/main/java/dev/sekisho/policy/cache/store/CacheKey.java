package dev.sekisho.policy.cache.store;

import dev.sekisho.dataplane.Ascii;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** What a response is kept under, byte for byte. Immutable: the array is taken over. Thread-safe. */
public final class CacheKey implements Comparable<CacheKey> {

    /** So that nobody can choose keys that collide. */
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private final byte[] bytes;
    private final int hash;

    /** The key of these bytes. */
    public CacheKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = hash(bytes);
    }

    private static int hash(byte[] bytes) {
        long h = SEED + bytes.length;
        int i = 0;
        for (; i + 8 <= bytes.length; i += 8) {
            h = (h ^ Ascii.word(bytes, i)) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 32;
        }
        for (; i < bytes.length; i++) {
            h = (h ^ bytes[i]) * 0xC2B2AE3D27D4EB4FL;
        }
        h ^= h >>> 29;
        return (int) (h ^ h >>> 32);
    }

    /** The bytes; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey key && key.hash == hash && Arrays.equals(key.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** For hash tables, which fall back on it where hashes collide. */
    @Override
    public int compareTo(CacheKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** The parts, for people. */
    @Override
    public String toString() {
        return Ascii.string(bytes, 0, bytes.length).replace('\0', ' ').strip();
    }
}
