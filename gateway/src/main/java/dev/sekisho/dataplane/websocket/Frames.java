package dev.sekisho.dataplane.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the few frames that the gateway sends itself (RFC 6455 section 5.5). */
final class Frames {

    private static final int CLOSE = 0x88; // FIN and opcode
    private static final int PING = 0x89;
    private static final int MASKED = 0x80;

    private Frames() {}

    /** A close frame with that code; masked for servers. */
    static ByteBuf close(ByteBufAllocator allocator, int code, boolean masked) {
        ByteBuf frame = allocator.buffer(8);
        frame.writeByte(CLOSE);
        if (!masked) {
            return frame.writeByte(2).writeShort(code);
        }
        int key = ThreadLocalRandom.current().nextInt(); // two known bytes: nothing that a key could protect
        return frame.writeByte(MASKED | 2).writeInt(key).writeShort(code ^ (key >>> 16));
    }

    /** A ping for a client with these sixteen bytes. */
    static ByteBuf ping(ByteBufAllocator allocator, long first, long second) {
        return allocator
                .buffer(18)
                .writeByte(PING)
                .writeByte(16)
                .writeLong(first)
                .writeLong(second);
    }
}
