package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Headers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Texts that a configuration puts together, as they stand where nothing in them can end the place that they are put in; what could is
 * percent-encoded UTF-8 (RFC 3986 section 2.1). Unlike {@link FieldText} and {@link PercentText} escapes that are there stay, so that parts
 * of a path are parts of a path again. Thread-safe.
 */
public final class SafeText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SafeText() {}

    /** In a path: slashes and escapes stay. */
    public static String ofPath(String text) {
        return of(text, " \"#<>?\\^`{|}");
    }

    /** In a query. */
    public static String ofQuery(String text) {
        return of(text, " \"#<>");
    }

    /** In a field that holds a location. */
    public static String ofField(String text) {
        return of(text, " \"<>\\^`{|}");
    }

    /** In a field whose value is no location, or where one goes on: all stays but controls, what is not ASCII, and those characters. */
    public static String ofValue(String text, String encoded) {
        return of(text, encoded);
    }

    /** Writes a text as the value of a field, or a part of one. */
    static void put(String text, Headers into) {
        byte[] bytes = Ascii.bytes(of(text, ""));
        FieldSource.copy(bytes, 0, bytes.length, into);
    }

    private static String of(String text, String encoded) {
        for (int i = 0; i < text.length(); i++) {
            if (isEncoded(text.charAt(i), encoded)) {
                return encode(text, encoded);
            }
        }
        return text;
    }

    private static boolean isEncoded(int c, String encoded) {
        return c < ' ' || c >= 0x7F || encoded.indexOf(c) >= 0;
    }

    private static String encode(String text, String encoded) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length + 8);
        for (byte b : bytes) {
            int c = b & 0xFF;
            if (isEncoded(c, encoded)) {
                out.append('%').append(HEX.toHexDigits(b));
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }
}
