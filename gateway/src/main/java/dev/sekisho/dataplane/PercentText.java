package dev.sekisho.dataplane;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Texts as percent-encoded UTF-8 (RFC 3986 section 2.1), so that none of them can end a segment or a parameter. Thread-safe. */
public final class PercentText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentText() {}

    /** The text with all but unreserved characters (RFC 3986 section 2.3) as escapes. */
    public static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length + 8);
        for (byte b : bytes) {
            if (isUnreserved(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(byte b) {
        int lower = b | 0x20;
        return (lower >= 'a' && lower <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '.' || b == '_' || b == '~';
    }
}
