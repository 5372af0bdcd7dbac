package dev.sekisho.blackbox;

import dev.sekisho.dataplane.websocket.TestFrames;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The service's side of one WebSocket on a stream (RFC 8441), frame by frame, so that it can break every rule. */
final class Http2Tunnel {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int PREFACE = 24; // bytes of the client's first line
    private static final byte[] CONNECT_PROTOCOL = {0, 8, 0, 0, 0, 1};

    private final RawUpstream.Connection connection;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
    private final Map<String, String> head = new LinkedHashMap<>();
    private ByteBuffer data = ByteBuffer.allocate(0);
    private int stream;
    private boolean ended;
    private int reset = -1;

    private Http2Tunnel(RawUpstream.Connection connection) {
        this.connection = connection;
    }

    /** A script that offers the setting, and serves the first stream that comes. */
    static RawUpstream.Script offering(Script script) {
        return connection -> script.serve(greeted(connection, CONNECT_PROTOCOL).next());
    }

    /** What happens on the stream. */
    interface Script {
        void serve(Http2Tunnel tunnel) throws IOException;
    }

    /** A connection whose SETTINGS say this. */
    static Http2Tunnel greeted(RawUpstream.Connection connection, byte... settings) throws IOException {
        Http2Tunnel tunnel = new Http2Tunnel(connection);
        tunnel.take(PREFACE);
        connection.send(Http2Wire.frame(SETTINGS, 0, 0, settings));
        return tunnel;
    }

    /** Reads up to the next request head. */
    Http2Tunnel next() throws IOException {
        int before = stream;
        while (stream == before) {
            frame();
        }
        ended = false;
        reset = -1;
        return this;
    }

    /** The fields of the request. */
    Map<String, String> head() {
        return head;
    }

    int stream() {
        return stream;
    }

    /** The code that the stream was reset with, or -1. */
    int reset() {
        return reset;
    }

    private void frame() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(take(9));
        int lengthAndType = header.getInt();
        int flags = header.get();
        int on = header.getInt();
        byte[] payload = take(lengthAndType >>> 8);
        switch (lengthAndType & 0xFF) {
            case HEADERS -> {
                stream = on;
                head.clear();
                decode(payload);
            }
            case DATA -> data = on == stream ? ByteBuffer.wrap(payload) : data;
            case RST_STREAM -> reset = on == stream ? ByteBuffer.wrap(payload).getInt() : reset;
            default -> {}
        }
        ended |= on == stream && (lengthAndType & 0xFF) == DATA && (flags & END_STREAM) != 0;
    }

    private void decode(byte[] payload) throws IOException {
        try {
            decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))
                    .forEach(field ->
                            head.put(field.getKey().toString(), field.getValue().toString()));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** The next byte of the tunnel, or -1 at its end or reset. */
    int read() throws IOException {
        while (!data.hasRemaining()) {
            if (ended || reset >= 0) {
                return -1;
            }
            frame();
        }
        return data.get() & 0xFF;
    }

    /** Reads one frame, whatever it is. */
    void skip() throws IOException {
        frame();
    }

    /** Reads to the end of the stream; says how it ended: END_STREAM, or a reset. */
    String awaitEnd() throws IOException {
        while (read() >= 0) {
            // what comes is not of interest
        }
        return reset < 0 ? "END_STREAM" : "reset " + reset;
    }

    WebSockets.Frame message() throws IOException {
        return WebSockets.read(this::read);
    }

    /** Sends frames of HTTP/2. */
    Http2Tunnel send(byte[]... frames) throws IOException {
        connection.send(Http2Wire.join(frames));
        return this;
    }

    /** Answers 200, with further fields. */
    Http2Tunnel open(byte[]... fields) throws IOException {
        return send(Http2Wire.headers(stream, false, Http2Wire.join(Http2Wire.status(200), Http2Wire.join(fields))));
    }

    /** Sends bytes of the tunnel. */
    Http2Tunnel data(boolean last, byte[]... parts) throws IOException {
        return send(Http2Wire.frame(DATA, last ? END_STREAM : 0, stream, Http2Wire.join(parts)));
    }

    /** Sends each message back, until a close frame, which ends the stream. */
    void echo() throws IOException {
        while (true) {
            WebSockets.Frame frame = message();
            boolean close = frame.opcode() == TestFrames.CLOSE;
            data(close, TestFrames.frame(frame.first(), frame.payload(), false));
            if (close) {
                return;
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
}
