package dev.sekisho.dataplane.conditional;

import java.util.ArrayList;
import java.util.List;

/** Values of fields that are lists (RFC 9110 section 5.6.1). Thread-safe. */
public final class ListText {

    private ListText() {}

    /** The parts between commas that stand in no quoted string (RFC 9110 section 5.6.4). */
    public static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(value.substring(Math.min(start, value.length())));
        return parts;
    }
}
