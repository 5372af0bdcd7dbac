package dev.sekisho.dataplane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Work on ASCII text kept as bytes, without making Strings. Ranges are a start and an end that is not included.
 */
public final class Ascii {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle HALF = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long CASE_BITS = 0x2020202020202020L;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] LOWER = lowerTable();

    private Ascii() {}

    private static byte[] lowerTable() {
        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++) {
            table[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
        }
        return table;
    }

    /** The byte in lower case. */
    public static byte lower(byte b) {
        return LOWER[b & 0xFF];
    }

    /** Eight bytes from {@code at}, the first in the lowest bits. */
    public static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /**
     * A hash that does not see case. Reads whole words, so it costs the same for short and long names; names that share
     * length, first and last eight bytes collide, which costs a comparison and no more.
     */
    public static int hash(byte[] bytes, int start, int end) {
        long first = firstWord(bytes, start, end) | CASE_BITS;
        long last = (lastWord(bytes, start, end) | CASE_BITS) + (end - start);
        long mixed = (first * 0x9E3779B97F4A7C15L) ^ (last * 0xC2B2AE3D27D4EB4FL);
        return (int) (mixed >>> 32) ^ (int) mixed;
    }

    /** The first eight bytes of the range; of a shorter one the first four, or all where there are fewer. */
    static long firstWord(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length >= 8) {
            return (long) WORD.get(bytes, start);
        }
        if (length >= 4) {
            return (int) HALF.get(bytes, start) & 0xFFFFFFFFL;
        }
        long word = 0;
        for (int i = start; i < end; i++) {
            word = word << 8 | (bytes[i] & 0xFF);
        }
        return word;
    }

    /** The last eight bytes of the range; of a shorter one the last four, or nothing where there are fewer. */
    static long lastWord(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length >= 8) {
            return (long) WORD.get(bytes, end - 8);
        }
        return length >= 4 ? (int) HALF.get(bytes, end - 4) & 0xFFFFFFFFL : 0;
    }

    /**
     * Where the byte stands first in the range, or its end. Eight bytes at a time (Warren, Hacker's Delight, section 6-1):
     * reads up to seven bytes beyond the end, which must be there.
     */
    public static int find(byte[] bytes, int start, int end, char wanted) {
        long pattern = ONES * wanted;
        for (int i = start; i < end; i += 8) {
            long word = (long) WORD.get(bytes, i) ^ pattern;
            long found = (word - ONES) & ~word & HIGHS;
            if (found != 0) {
                return Math.min(end, i + (Long.numberOfTrailingZeros(found) >>> 3));
            }
        }
        return end;
    }

    /** Whether the range equals a text that is in lower case, without regard to case. */
    public static boolean equalsLower(byte[] bytes, int start, int end, byte[] lower) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (LOWER[bytes[start + i] & 0xFF] != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range equals a text, byte for byte. */
    public static boolean equals(byte[] bytes, int start, int end, byte[] text) {
        if (end - start != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[start + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the byte stands first in the range, or -1. */
    public static int indexOf(byte[] bytes, int start, int end, char wanted) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The range as a String; bytes beyond ASCII as ISO-8859-1, so that nothing is lost. */
    public static String string(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** The bytes of an ASCII text; other characters as ISO-8859-1. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Copies a text; returns the end of what was written. */
    public static int put(byte[] text, byte[] into, int at) {
        System.arraycopy(text, 0, into, at, text.length);
        return at + text.length;
    }

    /**
     * Writes a number in decimal.
     *
     * @return the end of what was written; at most 20 bytes are used
     */
    public static int putDecimal(byte[] into, int at, long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
