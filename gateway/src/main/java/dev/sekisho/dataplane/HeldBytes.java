package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that a connection has received and cannot use yet. Who holds bytes stops reading, so that they stay few. On the
 * connection's loop only.
 */
public final class HeldBytes {

    private @Nullable ByteBuf bytes;

    /** Whether none are held. */
    public boolean isEmpty() {
        return bytes == null;
    }

    /** Takes bytes over, behind those that are held. */
    public void add(ByteBufAllocator allocator, ByteBuf more) {
        ByteBuf before = bytes;
        if (before == null) {
            bytes = more;
            return;
        }
        ByteBuf joined = allocator.buffer(before.readableBytes() + more.readableBytes());
        bytes = joined.writeBytes(before).writeBytes(more);
        before.release();
        more.release();
    }

    /** Gives all that are held to the caller, who releases them; an empty buffer where there are none. */
    public ByteBuf take() {
        ByteBuf all = bytes;
        bytes = null;
        return all == null ? Unpooled.EMPTY_BUFFER : all;
    }

    /** Drops all that are held. */
    public void release() {
        take().release();
    }
}
