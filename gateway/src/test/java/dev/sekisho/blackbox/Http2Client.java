package dev.sekisho.blackbox;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A client that sends whatever frames a test wants, well formed or not, and reads what comes back. Header blocks are written as
 * literals, so that any byte can stand in them. For one thread.
 */
final class Http2Client implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int ACK = 1;

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Answer> answers = new HashMap<>();
    private boolean feeds = true;
    private boolean mute;

    /** A frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        /** The error code of RST_STREAM. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** The last stream that a GOAWAY names. */
        int lastStream() {
            return ByteBuffer.wrap(payload).getInt(0);
        }

        boolean is(int wanted) {
            return type == wanted;
        }
    }

    /** What came on a stream so far. */
    static final class Answer {
        private final Map<String, String> fields = new HashMap<>();
        private final Map<String, String> trailers = new HashMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int reset = -1;
        private boolean whole;

        int status() {
            return Integer.parseInt(fields.getOrDefault(":status", "0"));
        }

        String field(String name) {
            return fields.getOrDefault(name, "");
        }

        String trailer(String name) {
            return trailers.getOrDefault(name, "");
        }

        byte[] body() {
            return body.toByteArray();
        }

        String text() {
            return body.toString(StandardCharsets.ISO_8859_1);
        }

        /** The error code that it was reset with, or -1. */
        int reset() {
            return reset;
        }

        boolean isWhole() {
            return whole;
        }
    }

    private Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** In the clear, with prior knowledge. */
    static Http2Client connect(InetSocketAddress address) throws IOException {
        return over(new Socket(address.getAddress(), address.getPort()));
    }

    /** On a connection that has settled for HTTP/2. */
    static Http2Client over(Socket socket, int... settings) throws IOException {
        Http2Client client = new Http2Client(socket);
        client.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        client.frame(SETTINGS, 0, 0, payload.array());
        return client;
    }

    /** Sends bytes as they are. */
    Http2Client bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends a frame. */
    Http2Client frame(int type, int flags, int stream, byte[] payload) throws IOException {
        return bytes(encode(type, flags, stream, payload));
    }

    static byte[] encode(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A header block of these names and values, one after the other. */
    static byte[] block(String... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            out.write(0); // literal, not indexed, new name
            literal(out, fields[i]);
            literal(out, fields[i + 1]);
        }
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int rest = bytes.length - 127;
        out.write(rest < 0 ? bytes.length : 127);
        if (rest >= 0) {
            for (; rest >= 128; rest >>>= 7) {
                out.write(rest & 0x7F | 0x80);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    /** The pseudo-header fields of a usual request, and more fields. */
    static String[] request(String method, String path, String... more) {
        String[] all = new String[8 + more.length];
        String[] pseudo = {":method", method, ":scheme", "http", ":authority", "a.test", ":path", path};
        System.arraycopy(pseudo, 0, all, 0, pseudo.length);
        System.arraycopy(more, 0, all, pseudo.length, more.length);
        return all;
    }

    Http2Client headers(int stream, boolean last, String... fields) throws IOException {
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(fields));
    }

    Http2Client data(int stream, boolean last, byte[] bytes) throws IOException {
        return frame(DATA, last ? END_STREAM : 0, stream, bytes);
    }

    Http2Client reset(int stream, int error) throws IOException {
        return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(error).array());
    }

    Http2Client grant(int stream, int bytes) throws IOException {
        return frame(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    /** From now on nothing is granted for what comes. */
    Http2Client starve() {
        feeds = false;
        return this;
    }

    /** From now on nothing is sent but what the test sends. */
    Http2Client mute() {
        mute = true;
        feeds = false;
        return this;
    }

    /** One GET on the stream. */
    Answer get(int stream, String path, String... more) throws IOException {
        headers(stream, true, request("GET", path, more));
        return await(stream);
    }

    /** Waits for the end of a stream. */
    Answer await(int stream) throws IOException {
        Answer answer = answer(stream);
        while (!answer.whole && answer.reset < 0) {
            read();
        }
        return answer;
    }

    Answer answer(int stream) {
        return answers.computeIfAbsent(stream, s -> new Answer());
    }

    /** Reads until such a frame comes. */
    Frame await(int type, int flags) throws IOException {
        Frame frame = read();
        while (frame.type != type || (frame.flags & flags) != flags) {
            frame = read();
        }
        return frame;
    }

    /** Reads one frame, and does what a client must; {@link java.io.EOFException} at the end. */
    Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        Frame frame = new Frame(type, flags, stream, in.readNBytes(length));
        switch (type) {
            case SETTINGS -> {
                if ((flags & ACK) == 0 && !mute) {
                    frame(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case HEADERS -> head(frame);
            case DATA -> data(frame);
            case RST_STREAM -> answer(stream).reset = frame.error();
            default -> {}
        }
        if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
            answer(stream).whole = true;
        }
        return frame;
    }

    private void head(Frame frame) throws IOException {
        Answer answer = answer(frame.stream);
        Map<String, String> into = answer.status() >= 200 ? answer.trailers : answer.fields;
        try {
            Http2Headers headers = decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
            headers.forEach(e -> into.merge(
                    e.getKey().toString(),
                    e.getValue().toString(),
                    (a, b) -> e.getKey().toString().equals(":status") ? b : a + ", " + b));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    private void data(Frame frame) throws IOException {
        answer(frame.stream).body.writeBytes(frame.payload);
        if (feeds && frame.payload.length > 0) {
            grant(0, frame.payload.length);
            if ((frame.flags & END_STREAM) == 0) {
                grant(frame.stream, frame.payload.length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
