package dev.sekisho.cli.demo;

import java.util.Map;

/** Writes flat objects as JSON (RFC 8259). A JSON library would swell the start-up cache, which training runs fill. */
final class JsonText {

    private JsonText() {}

    /** An object of texts, numbers and objects. */
    static String object(Map<String, ?> members) {
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> {
            json.append(json.length() == 1 ? "" : ",").append(quote(name)).append(':');
            json.append(
                    switch (value) {
                        case Number number -> number.toString();
                        case Map<?, ?> nested -> texts(nested);
                        default -> quote(value.toString());
                    });
        });
        return json.append('}').toString();
    }

    private static String texts(Map<?, ?> members) {
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                .append(quote(String.valueOf(name)))
                .append(':')
                .append(quote(String.valueOf(value))));
        return json.append('}').toString();
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
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
        return json.append('"').toString();
    }
}
