package dev.sekisho.blackbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP/1 message as it stood on the wire.
 *
 * @param head start line and fields, with the empty line behind them
 * @param body the body, without its framing
 * @param trailers fields behind the last chunk
 * @param whole whether the body came to its end, false where the connection ended first
 */
record Message(String head, byte[] body, List<String> trailers, boolean whole) {

    String startLine() {
        return head.substring(0, head.indexOf("\r\n"));
    }

    /** The fields, each a line. */
    List<String> fields() {
        return head.lines().skip(1).filter(line -> !line.isEmpty()).toList();
    }

    /** Values of a field, in order. */
    List<String> all(String name) {
        return fields().stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    Optional<String> field(String name) {
        return all(name).stream().findFirst();
    }

    boolean has(String name) {
        return field(name).isPresent();
    }

    /** Of a response. */
    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** Of a request. */
    String method() {
        return head.substring(0, head.indexOf(' '));
    }

    /** Of a request. */
    String target() {
        return startLine().split(" ", 3)[1];
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
