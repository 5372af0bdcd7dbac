package dev.sekisho.cli.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP/1.1 message as it was received (RFC 9112). Bytes of heads are read as ISO-8859-1.
 *
 * @param line the request line or status line
 * @param fields header fields in their order
 * @param body the body without its framing; not to be changed
 */
record Message(String line, List<Field> fields, byte[] body) {

    private static final int LONGEST_HEAD = 256 << 10;
    private static final int LONGEST_BODY = 64 << 20;

    /** A header field. */
    record Field(String name, String value) {}

    /**
     * Reads a request.
     *
     * @return nothing where the connection has ended before one
     */
    static Optional<Message> request(InputStream in) throws IOException {
        Optional<List<String>> head = head(in);
        if (head.isPresent() && head.get().isEmpty()) {
            throw new IOException("an empty line (expected: a request line)");
        }
        return head.isEmpty() ? Optional.empty() : Optional.of(message(head.get(), in, false, false));
    }

    /** Reads the answer to a request of that method; interim answers are passed over (RFC 9110 section 15.2). */
    static Message answer(InputStream in, String method) throws IOException {
        while (true) {
            List<String> head = head(in).orElseThrow(() -> new EOFException("the connection ended without an answer"));
            int status = status(head.isEmpty() ? "an empty line" : head.getFirst());
            if (status >= 200 || status == 101) {
                boolean empty = method.equals("HEAD") || status == 204 || status == 304 || status == 101;
                return message(head, in, true, empty);
            }
        }
    }

    private static Message message(List<String> head, InputStream in, boolean answer, boolean empty)
            throws IOException {
        List<Field> fields = new ArrayList<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("field line " + line + " (expected: name: value)");
            }
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        Message bare = new Message(head.getFirst(), List.copyOf(fields), new byte[0]);
        return empty ? bare : new Message(bare.line, bare.fields, bare.body(in, answer));
    }

    private byte[] body(InputStream in, boolean answer) throws IOException {
        String coding = first("transfer-encoding").orElse("");
        Optional<String> length = first("content-length");
        if (coding.equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        if (length.isPresent()) {
            int bytes = bounded(length.get(), 10);
            byte[] body = in.readNBytes(bytes);
            if (body.length < bytes) {
                throw new EOFException("the body ended after " + body.length + " of " + bytes + " bytes");
            }
            return body;
        }
        return answer ? in.readNBytes(LONGEST_BODY) : new byte[0]; // RFC 9112 section 6.3
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in).orElseThrow(() -> new EOFException("the body ended inside its chunks"));
            int bytes = bounded(size.replaceFirst(";.*", "").strip(), 16);
            if (bytes == 0) {
                head(in); // trailers
                return body.toByteArray();
            }
            body.write(in.readNBytes(bytes));
            bounded(Integer.toString(body.size()), 10);
            line(in);
        }
    }

    private static int bounded(String digits, int radix) throws IOException {
        try {
            int bytes = Integer.parseInt(digits, radix);
            if (bytes >= 0 && bytes <= LONGEST_BODY) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IOException("length " + digits + " (expected: a number of at most " + LONGEST_BODY + " bytes)");
    }

    /** Lines up to an empty one; nothing where the stream ends before the first. */
    private static Optional<List<String>> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        int size = 0;
        while (true) {
            Optional<String> line = line(in);
            if (line.isEmpty() && !lines.isEmpty()) {
                throw new EOFException("the connection ended inside a head");
            }
            if (line.isEmpty() || line.get().isEmpty()) {
                return line.isEmpty() ? Optional.empty() : Optional.of(lines);
            }
            size += line.get().length();
            if (size > LONGEST_HEAD) {
                throw new IOException("head of over " + LONGEST_HEAD + " bytes (expected: at most that)");
            }
            lines.add(line.get());
        }
    }

    private static Optional<String> line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return Optional.empty();
            }
            if (line.length() > LONGEST_HEAD) {
                throw new IOException("line of over " + LONGEST_HEAD + " bytes (expected: at most that)");
            }
            line.append((char) c);
        }
        int end = line.length();
        return Optional.of(line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end));
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException(line + " (expected: a status line)");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    /** The status of an answer. */
    int status() {
        return Integer.parseInt(line.substring(9, 12));
    }

    /** The method of a request. */
    String method() {
        return line.substring(0, Math.max(0, line.indexOf(' ')));
    }

    /** The target of a request. */
    String target() {
        String[] words = line.split(" ");
        return words.length > 1 ? words[1] : "";
    }

    /** The values of a field, joined by commas as RFC 9110 section 5.3 allows; nothing where it is absent. */
    Optional<String> value(String name) {
        List<String> values = fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    private Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** The body as UTF-8. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
