package dev.sekisho.policy.json;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Strings of JSON (RFC 8259 section 7). Thread-safe. */
final class JsonStrings {

    private JsonStrings() {}

    /** The text of a string that stands there, quotes included; a half of a pair of surrogates stays one. */
    static String decode(byte[] text, int start, int end) {
        String raw = new String(text, start + 1, end - start - 2, StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            if (escape == 'u') {
                out.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                out.append(plain(escape));
            }
        }
        return out.toString();
    }

    private static char plain(char escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    /** The text as it stands between quotes. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F || c == '\u2028' || c == '\u2029' || isLone(text, i)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isLone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** The text as a string, quotes included. */
    static byte[] quote(String text) {
        return ('"' + escape(text) + '"').getBytes(StandardCharsets.UTF_8);
    }
}
