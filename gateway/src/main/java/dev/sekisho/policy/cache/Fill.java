package dev.sekisho.policy.cache;

import dev.sekisho.policy.cache.store.Flight;
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
    private final Consumer<Flight.Result> given;
    private @Nullable ByteBuf body;
    private long reserved;

    /**
     * Begins.
     *
     * @param length of the body, -1 where it is not known
     * @param most bytes that are kept
     * @param stored gets the whole, which it takes over
     * @param given told why where nothing comes of it
     */
    Fill(MemoryTier memory, long length, long most, Consumer<ByteBuf> stored, Consumer<Flight.Result> given) {
        this.memory = memory;
        this.most = most;
        this.stored = stored;
        this.given = given;
        long first = length < 0 ? Math.min(FIRST, most) : length;
        if (length <= most && memory.reserve(first)) {
            reserved = first;
            body = buffer((int) first);
            if (body == null) {
                close();
            }
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
        if (length > most || !room(length) || !append(all, piece)) {
            cut(Flight.Result.UNCACHEABLE);
            return false;
        }
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

    /** That was all of it: it is stored. */
    void whole() {
        ByteBuf all = close();
        if (all != null) {
            stored.accept(fitted(all));
        }
    }

    /** Nothing comes of it, for that reason. */
    void cut(Flight.Result why) {
        ByteBuf all = close();
        if (all != null) {
            all.release();
            given.accept(why);
        }
    }

    private @Nullable ByteBuf close() {
        ByteBuf all = body;
        body = null;
        memory.unreserve(reserved);
        reserved = 0;
        return all;
    }

    /** In a buffer of just its size, where there is memory for a copy. */
    private ByteBuf fitted(ByteBuf all) {
        int length = all.readableBytes();
        ByteBuf exact = all.capacity() - length <= length >> 3 ? null : buffer(length);
        if (exact == null) {
            return all;
        }
        exact.writeBytes(all);
        all.release();
        return exact;
    }

    /** A buffer; null where the process has no memory left outside the heap, which is lower than what the settings promise. */
    private @Nullable ByteBuf buffer(int bytes) {
        try {
            return memory.buffer(bytes);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    private static boolean append(ByteBuf all, ByteBuf piece) {
        try {
            all.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
            return true;
        } catch (OutOfMemoryError e) { // as it grew
            return false;
        }
    }
}
