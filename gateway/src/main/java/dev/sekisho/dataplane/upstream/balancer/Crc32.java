package dev.sekisho.dataplane.upstream.balancer;

/**
 * CRC-32 (ISO 3309, the polynomial of Ethernet and of zip) of keys, as nginx's {@code hash} and Ketama take it; a key is the
 * number of its bytes in the upper half, their CRC in the lower one. Allocates nothing. Thread-safe.
 */
final class Crc32 {

    private static final int POLYNOMIAL = 0xEDB88320; // bits reflected
    private static final int ONE = 1 << 31; // the polynomial 1
    private static final int BYTE = ONE >>> 8; // x^8
    private static final long LOWER = 0xFFFFFFFFL;
    private static final int[] TABLE = table();

    private Crc32() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            table[i] = crc;
        }
        return table;
    }

    /** The key of bytes. */
    static long key(byte[] bytes, int start, int end) {
        int crc = -1;
        for (int i = start; i < end; i++) {
            crc = TABLE[(crc ^ bytes[i]) & 0xFF] ^ crc >>> 8;
        }
        return (long) (end - start) << Integer.SIZE | ~crc & LOWER;
    }

    /** The key of a text whose characters are bytes. */
    static long key(String text) {
        int crc = -1;
        for (int i = 0; i < text.length(); i++) {
            crc = TABLE[(crc ^ text.charAt(i)) & 0xFF] ^ crc >>> 8;
        }
        return (long) text.length() << Integer.SIZE | ~crc & LOWER;
    }

    /** The CRC in a key. */
    static int of(long key) {
        return (int) key;
    }

    /** The CRC of bytes with a key's bytes behind them, from the CRC of the first ones. */
    static int joined(int first, long key) {
        return times(power(key >>> Integer.SIZE), first) ^ of(key);
    }

    /** x to so many bytes, modulo the polynomial. */
    private static int power(long bytes) {
        int power = ONE;
        int square = BYTE;
        for (long left = bytes; left > 0; left >>>= 1) {
            if ((left & 1) != 0) {
                power = times(square, power);
            }
            square = times(square, square);
        }
        return power;
    }

    private static int times(int one, int other) {
        int product = 0;
        int shifted = other;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            product ^= (one & bit) == 0 ? 0 : shifted;
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : shifted >>> 1 ^ POLYNOMIAL;
        }
        return product;
    }
}
