package dev.sekisho.dataplane;

import java.nio.charset.StandardCharsets;

/**
 * Percent-escapes in a query (RFC 3986 section 2.1), decoded once. A percent sign without two hexadecimal digits stands
 * for itself, and so does a plus sign.
 */
public final class Escapes {

    private Escapes() {}

    /** Whether the range, decoded, equals the text; allocates nothing. */
    public static boolean equal(byte[] bytes, int start, int end, byte[] text) {
        int at = start;
        for (byte wanted : text) {
            if (at >= end) {
                return false;
            }
            int value = value(bytes, at, end);
            if ((byte) value != wanted) {
                return false;
            }
            at += value >= 0x100 ? 3 : 1;
        }
        return at == end;
    }

    /** The range, decoded, as UTF-8. */
    public static String decode(byte[] bytes, int start, int end) {
        byte[] decoded = new byte[end - start];
        return new String(decoded, 0, decode(bytes, start, end, decoded), StandardCharsets.UTF_8);
    }

    /** Writes the range, decoded, to the front of {@code into}, which has room for all of it; returns its length. */
    public static int decode(byte[] bytes, int start, int end, byte[] into) {
        int length = 0;
        int at = start;
        while (at < end) {
            int value = value(bytes, at, end);
            into[length++] = (byte) value;
            at += value >= 0x100 ? 3 : 1;
        }
        return length;
    }

    /** The byte at that place, plus 0x100 where it was an escape of three. */
    private static int value(byte[] bytes, int at, int end) {
        if (bytes[at] == '%' && at + 2 < end) {
            int high = hex(bytes[at + 1]);
            int low = hex(bytes[at + 2]);
            if (high >= 0 && low >= 0) {
                return 0x100 | high << 4 | low;
            }
        }
        return bytes[at] & 0xFF;
    }

    private static int hex(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
