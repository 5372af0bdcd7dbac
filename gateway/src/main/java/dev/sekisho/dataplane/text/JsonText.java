package dev.sekisho.dataplane.text;

import dev.sekisho.dataplane.Ascii;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the inside of JSON strings, and numbers, into bytes. What is written is ASCII without controls, whatever the
 * source holds, so that no line of a log can be split or hide a terminal's escape.
 */
public final class JsonText {

    /** At most this many bytes are written for one byte or char. */
    public static final int WORST = 6;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private JsonText() {}

    /**
     * Writes bytes, those beyond ASCII as ISO-8859-1; returns the end. May scribble over the next seven bytes, which must
     * be there and are the caller's to write next.
     */
    public static int escape(byte[] from, int start, int end, byte[] into, int at) {
        int i = start;
        int out = at;
        while (i < end) {
            int step = Math.min(end - i, 8);
            if (i + 8 <= from.length) {
                long word = (long) WORD.get(from, i);
                if (isPlain(step == 8 ? word : padded(word, step))) {
                    WORD.set(into, out, word);
                    i += step;
                    out += step;
                    continue;
                }
            }
            for (int stop = i + step; i < stop; i++) {
                out = character(from[i] & 0xFF, into, out);
            }
        }
        return out;
    }

    /** The first bytes of a word, the others replaced by plain ones. */
    private static long padded(long word, int count) {
        long mask = -1L << count * 8;
        return word & ~mask | ONES * ' ' & mask;
    }

    /** Writes a text; returns the end. */
    public static int escape(String text, int length, byte[] into, int at) {
        int out = at;
        for (int i = 0; i < length; i++) {
            out = character(text.charAt(i), into, out);
        }
        return out;
    }

    /** Whether none of eight bytes is a control, a quote, a backslash, DEL or beyond ASCII. */
    private static boolean isPlain(long word) {
        long quote = word ^ ONES * '"';
        long backslash = word ^ ONES * '\\';
        long delete = word ^ ONES * 0x7F;
        long found = word
                | ((word - ONES * 0x20) & ~word)
                | ((quote - ONES) & ~quote)
                | ((backslash - ONES) & ~backslash)
                | ((delete - ONES) & ~delete);
        return (found & HIGHS) == 0;
    }

    private static int character(int c, byte[] into, int at) {
        if (c >= 0x20 && c < 0x7F) {
            int out = at;
            if (c == '"' || c == '\\') {
                into[out++] = '\\';
            }
            into[out++] = (byte) c;
            return out;
        }
        into[at] = '\\';
        into[at + 1] = 'u';
        into[at + 2] = HEX[c >>> 12];
        into[at + 3] = HEX[c >>> 8 & 0xF];
        into[at + 4] = HEX[c >>> 4 & 0xF];
        into[at + 5] = HEX[c & 0xF];
        return at + WORST;
    }

    /** Writes bytes as they are; returns the end. */
    public static int raw(byte[] text, byte[] into, int at) {
        System.arraycopy(text, 0, into, at, text.length);
        return at + text.length;
    }

    /** Writes nanoseconds as seconds with six decimals, cut off; negative ones as zero. Returns the end. */
    public static int seconds(long nanos, byte[] into, int at) {
        long micros = Math.max(0, nanos) / 1000;
        int out = Ascii.putDecimal(into, at, micros / 1_000_000);
        into[out] = '.';
        digits((int) (micros % 1_000_000), 6, into, out + 1);
        return out + 7;
    }

    /** Writes a number with leading zeros. */
    public static void digits(int number, int count, byte[] into, int at) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
