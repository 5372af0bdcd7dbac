package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.text.JsonText;
import dev.sekisho.model.LogEscape;

/**
 * Puts values that are written as the inside of a JSON string into another form, as nginx's log module has them
 * (ngx_http_log_module, {@code escape=}). One thread only; allocates only where a value is longer than any before.
 */
final class ValueForm {

    private static final byte[] HEX = Ascii.bytes("0123456789ABCDEF");
    private static final int WORST = JsonText.WORST;
    /** Bytes of one character at most: four of UTF-8, each as four. */
    static final int LONGEST = 16;

    private byte[] json = new byte[1024];

    /**
     * Rewrites a value in its place.
     *
     * @param form the form; {@link LogEscape#JSON} stays as it is
     * @param isText whether escapes stand for characters, which become UTF-8, and not for bytes
     * @param limit where it must end; what is beyond is left out
     * @return the new end
     */
    int rewrite(LogEscape form, boolean isText, byte[] bytes, int start, int end, int limit) {
        if (form == LogEscape.JSON || Ascii.indexOf(bytes, start, end, '\\') < 0) {
            return end;
        }
        int length = end - start;
        if (json.length < length) {
            json = new byte[length * 2];
        }
        System.arraycopy(bytes, start, json, 0, length);
        int out = start;
        for (int i = 0; i < length && out + LONGEST < limit; ) {
            if (json[i] != '\\') {
                bytes[out++] = json[i++];
            } else if (json[i + 1] != 'u') {
                out = put(form, json[i + 1] & 0xFF, bytes, out);
                i += 2;
            } else {
                int c = code(i + 2);
                i += WORST;
                if (isText && Character.isHighSurrogate((char) c) && i + WORST <= length && json[i] == '\\') {
                    c = Character.toCodePoint((char) c, (char) code(i + 2));
                    i += WORST;
                }
                out = isText ? utf8(form, c, bytes, out) : put(form, c, bytes, out);
            }
        }
        return out;
    }

    private int code(int at) {
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            code = code << 4 | Character.digit(json[i], 16);
        }
        return code;
    }

    private static int utf8(LogEscape form, int c, byte[] into, int at) {
        if (c < 0x80) {
            return put(form, c, into, at);
        }
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3; // bytes behind the first (RFC 3629 section 3)
        int first = c >> 6 * more | 0xFF00 >> more + 1 & 0xFF;
        int out = put(form, first, into, at);
        for (int i = more - 1; i >= 0; i--) {
            out = put(form, c >> 6 * i & 0x3F | 0x80, into, out);
        }
        return out;
    }

    private static int put(LogEscape form, int c, byte[] into, int at) {
        boolean quote = c == '"' || c == '\\';
        return switch (form) {
            case HEX -> hex(c, into, at);
            case NONE -> c < ' ' && c != '\t' || c == 0x7F ? hex(c, into, at) : plain(c, into, at);
            case JSON, JSON_BYTES -> quote || c < ' ' ? escaped(c, into, at) : plain(c, into, at);
        };
    }

    private static int plain(int c, byte[] into, int at) {
        into[at] = (byte) c;
        return at + 1;
    }

    private static int hex(int c, byte[] into, int at) {
        into[at] = '\\';
        into[at + 1] = 'x';
        into[at + 2] = HEX[c >> 4 & 0xF];
        into[at + 3] = HEX[c & 0xF];
        return at + 4;
    }

    private static int escaped(int c, byte[] into, int at) {
        into[at] = '\\';
        int letter = switch (c) {
            case '"', '\\' -> c;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 'u';
        };
        into[at + 1] = (byte) letter;
        if (letter != 'u') {
            return at + 2;
        }
        into[at + 2] = into[at + 3] = '0';
        into[at + 4] = HEX[c >> 4 & 0xF];
        into[at + 5] = HEX[c & 0xF];
        return at + WORST;
    }
}
