package dev.sekisho.blackbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A request of a case.
 *
 * @param line method and target, and the version where it is not HTTP/1.1
 * @param fields its fields, each a line; Host is {@code test} where none is told and the version is not HTTP/1.0
 * @param body its body; empty for none
 * @param options what is beside the request, such as {@code repeat}, by name
 */
record NginxRequest(String line, List<String> fields, Optional<String> body, Map<String, String> options) {

    private String part(int index, String otherwise) {
        String[] parts = line.split(" ", -1);
        return index < parts.length ? parts[index] : otherwise;
    }

    String method() {
        return part(0, "");
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(option(name, Integer.toString(otherwise)));
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** What it is called in reports. */
    String title() {
        return line + (fields.isEmpty() ? "" : " " + String.join(", ", fields));
    }

    private boolean hasField(String name) {
        return fields.stream().anyMatch(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }

    /** The bytes on the wire, with placeholders of the head filled in. */
    byte[] bytes(UnaryOperator<String> filled) {
        String version = part(2, "HTTP/1.1");
        StringBuilder text = new StringBuilder(method() + " " + filled.apply(part(1, "/")) + " " + version + "\r\n");
        if (!hasField("Host") && version.equals("HTTP/1.1") && !has("nohost")) {
            text.append("Host: test\r\n");
        }
        fields.forEach(field -> text.append(filled.apply(field)).append("\r\n"));
        String content = body.orElse("");
        if (has("chunked")) {
            text.append("Transfer-Encoding: chunked\r\n\r\n");
            chunk(content.substring(0, content.length() / 2), text);
            chunk(content.substring(content.length() / 2), text);
            text.append("0\r\n\r\n");
        } else if (body.isPresent() && !hasField("Content-Length")) {
            text.append("Content-Length: ")
                    .append(content.length())
                    .append("\r\n\r\n")
                    .append(content);
        } else {
            text.append("\r\n").append(content);
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void chunk(String content, StringBuilder text) {
        if (!content.isEmpty()) {
            text.append(Integer.toHexString(content.length()))
                    .append("\r\n")
                    .append(content)
                    .append("\r\n");
        }
    }
}
