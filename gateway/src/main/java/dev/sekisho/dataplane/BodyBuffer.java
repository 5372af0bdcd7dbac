package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * A body as it is gathered. Pieces are copied together behind the first one: each keeps the buffer of a whole read alive, so that a
 * body in pieces of one byte would else take a hundred times its length. On the loop of its exchange; not thread-safe.
 */
final class BodyBuffer {

    private ByteBuf all = Unpooled.EMPTY_BUFFER;
    private boolean own; // a buffer that grows, not a piece as it came

    /** Takes a piece over. */
    void add(ByteBuf piece) {
        if (!all.isReadable()) {
            all.release();
            all = piece;
            own = false;
            return;
        }
        try {
            if (!own) {
                int length = all.readableBytes() + piece.readableBytes();
                ByteBuf copy =
                        ByteBufAllocator.DEFAULT.buffer(length).writeBytes(all, all.readerIndex(), all.readableBytes());
                all.release();
                all = copy;
                own = true;
            }
            all.writeBytes(piece);
        } finally {
            piece.release();
        }
    }

    /** How long it is, bytes. */
    int size() {
        return all.readableBytes();
    }

    /** Gives it to the caller, and begins anew. */
    ByteBuf take() {
        ByteBuf taken = all;
        all = Unpooled.EMPTY_BUFFER;
        own = false;
        return taken;
    }

    /** Lets go of it. */
    void release() {
        take().release();
    }
}
