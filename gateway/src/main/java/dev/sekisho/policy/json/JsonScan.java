package dev.sekisho.policy.json;

import java.util.Arrays;

/** Finds its way in a JSON text that {@link JsonCheck} has found good; positions are those of bytes. Thread-safe. */
final class JsonScan {

    private JsonScan() {}

    /** The first place from there on that is no white space. */
    static int space(byte[] text, int from) {
        int at = from;
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Where the value that starts there ends. */
    static int end(byte[] text, int start) {
        return switch (text[start]) {
            case '"' -> string(text, start);
            case '{', '[' -> container(text, start);
            default -> scalar(text, start);
        };
    }

    private static int string(byte[] text, int start) {
        int at = start + 1;
        while (text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int container(byte[] text, int start) {
        int depth = 0;
        int at = start;
        do {
            switch (text[at]) {
                case '"' -> at = string(text, at) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            at++;
        } while (depth > 0);
        return at;
    }

    private static int scalar(byte[] text, int start) {
        int at = start;
        while (at < text.length && text[at] > ' ' && text[at] != ',' && text[at] != '}' && text[at] != ']') {
            at++;
        }
        return at;
    }

    /** Whether the string that stands there, quotes included, is that name, whatever escapes it is written with. */
    static boolean isName(byte[] text, int start, int end, JsonPath.Name name) {
        if (Arrays.equals(text, start + 1, end - 1, name.bytes(), 0, name.bytes().length)) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (text[i] == '\\') {
                return JsonStrings.decode(text, start, end).equals(name.text());
            }
        }
        return false;
    }
}
