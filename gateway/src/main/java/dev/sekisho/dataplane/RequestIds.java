package dev.sekisho.dataplane;

import java.security.SecureRandom;

/**
 * Makes request ids: UUID version 7 (RFC 9562 section 5.7), milliseconds of the wall clock followed by random bits. The
 * random bits come from SplitMix64 seeded by the system, since an id names a request and protects nothing. One thread
 * only; allocates nothing.
 */
public final class RequestIds {

    /** Length of an id in characters. */
    public static final int LENGTH = 36;

    private static final int LONGEST = 128; // of a client's own

    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private long state = new SecureRandom().nextLong();

    /** Writes an id of {@link #LENGTH} bytes. */
    public void write(byte[] into, int at) {
        long millis = System.currentTimeMillis();
        long high = millis << 16 | 0x7000L | (next() & 0x0FFFL);
        long low = (next() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        int i = digits(into, at, high, 60, 32);
        into[i++] = '-';
        i = digits(into, i, high, 28, 16);
        into[i++] = '-';
        i = digits(into, i, high, 12, 0);
        into[i++] = '-';
        i = digits(into, i, low, 60, 48);
        into[i++] = '-';
        digits(into, i, low, 44, 0);
    }

    /** Whether an id that a client has sent may be kept: 1 to 128 visible characters without those that JSON and markup escape. */
    public static boolean isHarmless(byte[] bytes, int start, int end) {
        if (start == end || end - start > LONGEST) {
            return false;
        }
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b <= ' ' || b == '"' || b == '\\' || b == '<' || b == '>' || b == '&' || b == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static int digits(byte[] into, int at, long word, int from, int to) {
        int i = at;
        for (int shift = from; shift >= to; shift -= 4) {
            into[i++] = HEX[(int) (word >>> shift) & 0xF];
        }
        return i;
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
