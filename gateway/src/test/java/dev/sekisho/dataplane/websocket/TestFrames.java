package dev.sekisho.dataplane.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames as bytes, good ones and bad ones (RFC 6455 section 5.2). */
public final class TestFrames {

    public static final int FIN = 0x80;
    public static final int RSV1 = 0x40;
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int KEY = 0x9A3F00C7;

    private TestFrames() {}

    /** A frame with that first byte, in the shortest form. */
    public static byte[] frame(int first, byte[] payload, boolean masked) {
        int form = payload.length < 126 ? 0 : payload.length < 1 << 16 ? 2 : 8;
        return frame(first, payload, masked, form);
    }

    /** A frame whose length takes 0, 2 or 8 bytes beside the seven bits. */
    static byte[] frame(int first, byte[] payload, boolean masked, int form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int mask = masked ? 0x80 : 0;
        out.write(mask | (form == 0 ? payload.length : form == 2 ? 126 : 127));
        for (int i = form - 1; i >= 0; i--) {
            out.write(i < 4 ? payload.length >>> (8 * i) : 0);
        }
        for (int i = 3; masked && i >= 0; i--) {
            out.write(KEY >>> (8 * i));
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ (KEY >>> (24 - 8 * (i & 3))) : payload[i]);
        }
        return out.toByteArray();
    }

    /** A whole text message in one frame. */
    public static byte[] text(String text, boolean masked) {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8), masked);
    }

    /** A close frame with that code. */
    public static byte[] close(int code, boolean masked) {
        return frame(FIN | CLOSE, new byte[] {(byte) (code >>> 8), (byte) code}, masked);
    }

    /** All of them, one behind the other. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
