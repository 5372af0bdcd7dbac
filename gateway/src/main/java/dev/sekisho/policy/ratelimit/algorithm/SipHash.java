package dev.sekisho.policy.ratelimit.algorithm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4 with 128 bits (Aumasson and Bernstein, "SipHash: a fast short-input PRF", and its reference code): who does not know the
 * seed cannot find two keys that collide. Not thread-safe; it holds the state of one calculation.
 */
final class SipHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final SecureRandom RANDOM = new SecureRandom();

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long first;
    private long second;

    /**
     * Secret numbers.
     *
     * @param low its first eight bytes
     * @param high its last eight bytes
     */
    record Seed(long low, long high) {
        /** One that nobody can guess. */
        static Seed random() {
            return new Seed(RANDOM.nextLong(), RANDOM.nextLong());
        }
    }

    /** Calculates the hash of the first bytes of an array. */
    void calculate(Seed seed, byte[] bytes, int length) {
        v0 = seed.low() ^ 0x736f6d6570736575L;
        v1 = seed.high() ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = seed.low() ^ 0x6c7967656e657261L;
        v3 = seed.high() ^ 0x7465646279746573L;
        int whole = length & ~7;
        for (int i = 0; i < whole; i += 8) {
            mix((long) LONG.get(bytes, i));
        }
        long last = (long) length << 56;
        for (int i = whole; i < length; i++) {
            last |= (bytes[i] & 0xFFL) << 8 * (i - whole);
        }
        mix(last);
        v2 ^= 0xee;
        first = end();
        v1 ^= 0xdd;
        second = end();
    }

    private void mix(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private long end() {
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }

    /** The first eight bytes of the last hash. */
    long first() {
        return first;
    }

    /** The last eight bytes of the last hash. */
    long second() {
        return second;
    }
}
