package dev.sekisho.admin;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes maps, collections, numbers, booleans and texts as JSON (RFC 8259): small, so that the admin interface does not
 * load a JSON library at start.
 */
final class Json {

    private Json() {}

    /** An object from names and values in turn, in that order. */
    static Map<String, Object> object(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    /** The text of a value. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder(128);
        write(value, out);
        return out.append('\n').toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> object -> object(object, out);
            case Collection<?> array -> array(array, out);
            case Boolean flag -> out.append(flag.booleanValue());
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            default -> text(value.toString(), out);
        }
    }

    private static void object(Map<?, ?> object, StringBuilder out) {
        String between = "{";
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            out.append(between);
            text(String.valueOf(entry.getKey()), out);
            out.append(':');
            write(entry.getValue(), out);
            between = ",";
        }
        out.append(object.isEmpty() ? "{}" : "}");
    }

    private static void array(Collection<?> array, StringBuilder out) {
        String between = "[";
        for (Object value : array) {
            out.append(between);
            write(value, out);
            between = ",";
        }
        out.append(array.isEmpty() ? "[]" : "]");
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '\u2028' || c == '\u2029' || c == '<') {
                out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
