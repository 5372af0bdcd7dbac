package dev.sekisho.blackbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads messages off a connection by their framing (RFC 9112 section 6), as plainly as can be. */
final class Wire {

    private final BufferedInputStream in;

    Wire(InputStream in) {
        this.in = new BufferedInputStream(in, 64 << 10);
    }

    /** A head, up to and with its empty line; empty where the connection ends before its first byte. */
    Optional<String> head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int b = in.read();
            if (b < 0 && head.isEmpty()) {
                return Optional.empty();
            }
            if (b < 0) {
                throw new EOFException("the connection ended inside a head: " + head);
            }
            head.append((char) b);
        }
        return Optional.of(head.toString());
    }

    /** The message with this head; {@code bodiless} where it has no body whatever its fields say. */
    Message message(String head, boolean bodiless, boolean response) throws IOException {
        Message fields = new Message(head, new byte[0], List.of(), true);
        if (bodiless) {
            return fields;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<String> trailers = new ArrayList<>();
        boolean whole;
        if (fields.field("Transfer-Encoding").isPresent()) {
            whole = chunks(body, trailers);
        } else if (fields.field("Content-Length").isPresent()) {
            whole = counted(body, Long.parseLong(fields.field("Content-Length").get()));
        } else {
            whole = !response || untilClose(body);
        }
        return new Message(head, body.toByteArray(), List.copyOf(trailers), whole);
    }

    private boolean counted(ByteArrayOutputStream body, long length) throws IOException {
        long left = length;
        byte[] buffer = new byte[16 << 10];
        while (left > 0) {
            int count = read(buffer, (int) Math.min(left, buffer.length));
            if (count < 0) {
                return false;
            }
            body.write(buffer, 0, count);
            left -= count;
        }
        return true;
    }

    private boolean untilClose(ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[16 << 10];
        while (true) {
            int count = in.read(buffer);
            if (count < 0) {
                return true;
            }
            body.write(buffer, 0, count);
        }
    }

    private boolean chunks(ByteArrayOutputStream body, List<String> trailers) throws IOException {
        while (true) {
            Optional<String> size = line();
            if (size.isEmpty()) {
                return false;
            }
            int length = Integer.parseInt(size.get(), 16);
            if (length == 0) {
                return trailers(trailers);
            }
            if (!counted(body, length) || line().isEmpty()) {
                return false;
            }
        }
    }

    private boolean trailers(List<String> trailers) throws IOException {
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            if (line.get().isEmpty()) {
                return true;
            }
            trailers.add(line.get());
        }
        return false;
    }

    /** A line without its end; empty where the connection ends first. */
    Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = read(); b >= 0; b = read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
            line.write(b);
        }
        return Optional.empty();
    }

    /** One byte, or -1 where the connection has ended, by a reset too. */
    int read() throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        }
    }

    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** At most so many bytes; how many, or -1 where the connection has ended. */
    int read(byte[] buffer, int length) throws IOException {
        try {
            return in.read(buffer, 0, length);
        } catch (SocketException e) {
            return -1;
        }
    }
}
