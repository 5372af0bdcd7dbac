package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.http1.ChunkDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the body of a request out of a connection's bytes, piece by piece. Used again for each request of the connection;
 * not thread-safe.
 */
final class RequestBody {

    private @Nullable ChunkDecoder chunks;
    private long remaining;
    private long taken;
    private long limit;
    private boolean chunked;
    private boolean done = true;
    private Reason refused = Reason.NONE;

    /** Begins a body: length in bytes, 0 for none, -1 for chunks; {@code max} 0 for no limit. */
    void begin(long length, long max) {
        chunked = length < 0;
        remaining = Math.max(length, 0);
        taken = 0;
        limit = max == 0 ? Long.MAX_VALUE : max;
        done = length == 0;
        refused = length > limit ? Reason.BODY_TOO_LARGE : Reason.NONE;
        if (chunked) {
            chunks = chunks == null ? new ChunkDecoder() : chunks;
            chunks.reset();
        }
    }

    /** Whether it comes in chunks. */
    boolean isChunked() {
        return chunked;
    }

    /** Whether all of it was taken. */
    boolean isDone() {
        return done;
    }

    /** Why it is refused; {@link Reason#NONE} where it is not. */
    Reason refused() {
        return refused;
    }

    /** Whether more of it was taken than that. */
    boolean exceeds(long bytes) {
        return taken > bytes;
    }

    /** Whether at most {@code bytes} of it are still to come, as far as is known beforehand. */
    boolean endsWithin(long bytes) {
        return done || (!chunked && remaining <= bytes);
    }

    /**
     * Takes the next piece out of the buffer; empty where more bytes are needed, the body is done or it is refused. The
     * caller releases it.
     */
    ByteBuf next(ByteBuf in) {
        ChunkDecoder decoder = chunks;
        ByteBuf piece = chunked && decoder != null ? chunk(decoder, in) : counted(in);
        taken += piece.readableBytes();
        if (taken > limit) {
            refused = Reason.BODY_TOO_LARGE;
        }
        return piece;
    }

    private ByteBuf counted(ByteBuf in) {
        int size = (int) Math.min(remaining, in.readableBytes());
        remaining -= size;
        done = remaining == 0;
        return size == 0 ? Unpooled.EMPTY_BUFFER : in.readRetainedSlice(size);
    }

    private ByteBuf chunk(ChunkDecoder decoder, ByteBuf in) {
        switch (decoder.next(in)) {
            case DATA -> {
                int size = decoder.available(in);
                ByteBuf piece = in.readRetainedSlice(size);
                decoder.taken(size);
                return piece;
            }
            case BAD -> refused = Reason.CHUNK;
            case END -> done = true;
            case MORE -> {}
        }
        return Unpooled.EMPTY_BUFFER;
    }

    /** The trailers that may be passed on; the caller releases it. */
    ByteBuf takeTrailers() {
        ChunkDecoder decoder = chunks;
        return chunked && decoder != null ? decoder.takeTrailers() : Unpooled.EMPTY_BUFFER;
    }
}
