package dev.sekisho.dialect;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON (RFC 8259): diagnostics for machines, schemas, and answers of the admin interface. Small, because a JSON
 * library would have to be loaded at start. Escapes more than it must, so that the text is harmless in a terminal and
 * inside a web page. Thread-safe.
 */
public final class JsonText {

    private static final String STEP = "  ";

    private final boolean lines;
    private final StringBuilder json = new StringBuilder(128);

    private JsonText(boolean lines) {
        this.lines = lines;
    }

    /** An object from names and values in turn, in that order. */
    public static Map<String, Object> object(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    /**
     * The text of a map, collection, number, boolean or, for everything else, of its string; on one line. A map without an
     * order of its own is written by name.
     */
    public static String of(Object value) {
        return text(value, false);
    }

    /** The same on many lines, indented by two spaces. */
    public static String indented(Object value) {
        return text(value, true);
    }

    private static String text(Object value, boolean lines) {
        JsonText text = new JsonText(lines);
        text.write(value, "");
        return text.json.toString();
    }

    private void write(Object value, String indent) {
        switch (value) {
            case Map<?, ?> members -> members(members, indent);
            case Collection<?> items -> items(items, indent);
            case Number number -> json.append(number);
            case Boolean flag -> json.append(flag.booleanValue());
            default -> quote(value.toString());
        }
    }

    private void members(Map<?, ?> members, String indent) {
        json.append('{');
        Map<?, ?> ordered = members instanceof LinkedHashMap ? members : new TreeMap<>(members);
        for (Iterator<? extends Map.Entry<?, ?>> each = ordered.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<?, ?> member = each.next();
            line(indent + STEP);
            quote(String.valueOf(member.getKey()));
            json.append(lines ? ": " : ":");
            write(member.getValue(), indent + STEP);
            json.append(each.hasNext() ? "," : "");
        }
        end(members.isEmpty(), indent).append('}');
    }

    private void items(Collection<?> items, String indent) {
        json.append('[');
        for (Iterator<?> each = items.iterator(); each.hasNext(); ) {
            line(indent + STEP);
            write(each.next(), indent + STEP);
            json.append(each.hasNext() ? "," : "");
        }
        end(items.isEmpty(), indent).append(']');
    }

    private StringBuilder end(boolean empty, String indent) {
        if (!empty) {
            line(indent);
        }
        return json;
    }

    private void line(String indent) {
        if (lines) {
            json.append('\n').append(indent);
        }
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i));
        }
        json.append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\n' -> json.append("\\n");
            case '\t' -> json.append("\\t");
            case '\r' -> json.append("\\r");
            case '<', '\u2028', '\u2029' -> unicode(c);
            default -> {
                if (Character.isISOControl(c)) {
                    unicode(c);
                } else {
                    json.append(c);
                }
            }
        }
    }

    private void unicode(char c) {
        json.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
    }
}
