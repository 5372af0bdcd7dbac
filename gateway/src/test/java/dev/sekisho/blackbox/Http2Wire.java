package dev.sekisho.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 byte by byte (RFC 9113 section 4), for services that break its rules. Field sections are HPACK literals. */
final class Http2Wire {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PREFACE = 24; // bytes of the client's first line

    private final RawUpstream.Connection connection;

    Http2Wire(RawUpstream.Connection connection) {
        this.connection = connection;
    }

    /** Reads the client's preface, and sends SETTINGS. */
    void greet() throws IOException {
        take(PREFACE);
        send(frame(SETTINGS, 0, 0));
    }

    /** The same, with an initial window for the streams. */
    void greet(int window) throws IOException {
        take(PREFACE);
        send(frame(SETTINGS, 0, 0, join(new byte[] {0, 4}, number(window))));
    }

    /** Reads up to the next piece of a request body. */
    String body() throws IOException {
        while (true) {
            ByteBuffer header = ByteBuffer.wrap(take(9));
            int lengthAndType = header.getInt();
            byte[] payload = take(lengthAndType >>> 8);
            if ((lengthAndType & 0xFF) == DATA) {
                return new String(payload, StandardCharsets.ISO_8859_1);
            }
        }
    }

    /** Reads up to the next request head; gives its stream. */
    int head() throws IOException {
        while (true) {
            ByteBuffer header = ByteBuffer.wrap(take(9));
            int lengthAndType = header.getInt();
            header.get();
            int stream = header.getInt();
            take(lengthAndType >>> 8);
            if ((lengthAndType & 0xFF) == HEADERS) {
                return stream;
            }
        }
    }

    private byte[] take(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int b = connection.read();
            if (b < 0) {
                throw new EOFException("the gateway has closed the connection");
            }
            bytes[i] = (byte) b;
        }
        return bytes;
    }

    void send(byte[]... frames) throws IOException {
        connection.send(join(frames));
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static byte[] headers(int stream, boolean last, byte[]... fields) {
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, join(fields));
    }

    static byte[] data(int stream, boolean last, String text) {
        return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] reset(int stream, int error) {
        return frame(RST_STREAM, 0, stream, number(error));
    }

    static byte[] goAway(int last, int error) {
        return frame(GOAWAY, 0, 0, join(number(last), number(error)));
    }

    static byte[] windowUpdate(int stream, int more) {
        return frame(WINDOW_UPDATE, 0, stream, number(more));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static byte[] status(int status) {
        return field(":status", Integer.toString(status));
    }

    /** A literal field that is not indexed, with a short name and value; each char a byte. */
    static byte[] field(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] valueBytes = value.getBytes(StandardCharsets.ISO_8859_1);
        return join(
                new byte[] {0, (byte) nameBytes.length}, nameBytes, new byte[] {(byte) valueBytes.length}, valueBytes);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
