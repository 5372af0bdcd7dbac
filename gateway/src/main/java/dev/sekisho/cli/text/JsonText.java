package dev.sekisho.cli.text;

import java.util.List;
import java.util.Map;

/** Writes JSON (RFC 8259). A JSON library would swell the start-up cache, which training runs fill. */
public final class JsonText {

    private JsonText() {}

    /** The text of a map, list, number, boolean or, for everything else, of its string. */
    public static String of(Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(Object value, StringBuilder json) {
        switch (value) {
            case Map<?, ?> members -> members(members, json);
            case List<?> items -> items(items, json);
            case Number number -> json.append(number);
            case Boolean flag -> json.append(flag.booleanValue());
            default -> quote(value.toString(), json);
        }
    }

    private static void members(Map<?, ?> members, StringBuilder json) {
        json.append('{');
        String between = "";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            json.append(between);
            quote(String.valueOf(member.getKey()), json);
            json.append(':');
            write(member.getValue(), json);
            between = ",";
        }
        json.append('}');
    }

    private static void items(List<?> items, StringBuilder json) {
        json.append('[');
        String between = "";
        for (Object item : items) {
            json.append(between);
            write(item, json);
            between = ",";
        }
        json.append(']');
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
