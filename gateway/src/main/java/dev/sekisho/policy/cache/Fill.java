package dev.sekisho.policy.cache;

import dev.sekisho.policy.cache.store.MemoryTier;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way into memory. Whatever goes wrong with it stops the keeping and nothing else. On one loop; not thread-safe.
 */
final class Fill {

    private static final int FIRST = 16 << 10; // bytes, where the length is not known

    private final MemoryTier memory;
    private final long most;
    private final Consumer<ByteBuf> stored;
    private final Runnable given;
    private @Nullable ByteBuf body;
    private long reserved;

    /**
     * Begins.
     *
     * @param length of the body, -1 where it is not known
     * @param most bytes that are kept
     * @param stored gets the whole, which it takes over
     * @param given told where nothing comes of it
     */
    Fill(MemoryTier memory, long length, long most, Consumer<ByteBuf> stored, Runnable given) {
        this.memory = memory;
        this.most = most;
        this.stored = stored;
        this.given = given;
        long first = length < 0 ? Math.min(FIRST, most) : length;
        if (length <= most && memory.reserve(first)) {
            reserved = first;
            body = memory.buffer((int) first);
        }
    }

    /** Whether it is still kept. */
    boolean isOpen() {
        return body != null;
    }

    /** A piece, which stays the caller's; whether more is wanted. */
    boolean piece(ByteBuf piece) {
        ByteBuf all = body;
        if (all == null) {
            return false;
        }
        long length = (long) all.readableBytes() + piece.readableBytes();
        if (length > most || !room(length)) {
            end(false);
            return false;
        }
        all.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
        return true;
    }

    private boolean room(long length) {
        if (length <= reserved) {
            return true;
        }
        long more = Math.max(length, Math.min(most, 2 * reserved)) - reserved;
        if (!memory.reserve(more)) {
            return false;
        }
        reserved += more;
        return true;
    }

    /** It is over; only what is whole is stored. */
    void end(boolean whole) {
        ByteBuf all = body;
        body = null;
        memory.unreserve(reserved);
        reserved = 0;
        if (all == null) {
            return;
        }
        if (whole) {
            stored.accept(fitted(all));
        } else {
            all.release();
            given.run();
        }
    }

    /** In a buffer of just its size. */
    private ByteBuf fitted(ByteBuf all) {
        int length = all.readableBytes();
        if (all.capacity() - length <= length >> 3) {
            return all;
        }
        ByteBuf exact = memory.buffer(length).writeBytes(all);
        all.release();
        return exact;
    }
}
