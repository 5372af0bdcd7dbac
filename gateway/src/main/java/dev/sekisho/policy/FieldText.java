package dev.sekisho.policy;

import dev.sekisho.dataplane.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Texts that others have chosen, such as subjects and claims, as values of fields: printable ASCII, all else as percent-encoded
 * UTF-8 (RFC 3986 section 2.1). Different texts have different values, so none can be taken for another, split a field or
 * reach into the next one.
 */
public final class FieldText {

    private static final char NONE = '\0'; // a separator that is encoded anyway

    private FieldText() {}

    /** One text. The percent sign is encoded too, and blanks at both ends, which no reader of a field would see. */
    public static String of(String text) {
        return isPlain(text) ? text : encode(text, NONE);
    }

    /** Several texts; separators within them are encoded too. */
    public static String of(Collection<String> texts, char separator) {
        return texts.stream()
                .map(text -> encode(text, separator))
                .collect(Collectors.joining(String.valueOf(separator)));
    }

    /** Writes one text at the end of headers; allocates only where it is not plain. Leaves room for two bytes more. */
    static void put(String text, Headers into) {
        String value = of(text);
        into.reserve(value.length() + 2);
        byte[] bytes = into.bytes();
        int at = into.end();
        for (int i = 0; i < value.length(); i++) {
            bytes[at + i] = (byte) value.charAt(i);
        }
        into.advance(at + value.length());
    }

    private static boolean isPlain(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '%') {
                return false;
            }
        }
        return length == 0 || text.charAt(0) != ' ' && text.charAt(length - 1) != ' ';
    }

    private static String encode(String text, char separator) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            boolean blankAtEnd = b == ' ' && (i == 0 || i == bytes.length - 1);
            if (b < ' ' || b == 0x7F || b == '%' || b == separator || blankAtEnd) { // negative beyond ASCII
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }
}
