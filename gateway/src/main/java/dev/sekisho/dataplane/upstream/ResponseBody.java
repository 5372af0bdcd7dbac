package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.http1.ChunkDecoder;
import dev.sekisho.dataplane.http1.ResponseRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the body of a response out of a connection's bytes, piece by piece (RFC 9112 section 6.3). Used again for each
 * response of the connection; not thread-safe.
 */
final class ResponseBody {

    private static final byte[] LAST_CHUNK = {'\r', '\n', '0', '\r', '\n', '\r', '\n'}; // with the end of the data

    private @Nullable ChunkDecoder chunks; // most connections never need one
    private ResponseRules.Body framing = ResponseRules.Body.NONE;
    private long remaining;
    private boolean done;
    private boolean bad;

    /** Begins a body; {@code length} counts where the framing is one by length. */
    void begin(ResponseRules.Body kind, long length) {
        framing = kind;
        remaining = length;
        done = kind == ResponseRules.Body.NONE;
        bad = false;
        if (kind == ResponseRules.Body.CHUNKED) {
            decoder().reset();
        }
    }

    /** Whether all of it was taken; never, where the end of the connection is its end. */
    boolean isDone() {
        return done;
    }

    /** Whether it is malformed. */
    boolean isBad() {
        return bad;
    }

    /** Whether it ends with the connection. */
    boolean isUntilClose() {
        return framing == ResponseRules.Body.UNTIL_CLOSE;
    }

    /** Whether it may end within so many more bytes, as far as is known. */
    boolean mayEndWithin(long bytes) {
        return switch (framing) {
            case LENGTH -> remaining <= bytes;
            case CHUNKED, NONE -> true;
            case UNTIL_CLOSE, INVALID -> false;
        };
    }

    /**
     * The next piece, which the caller releases: the buffer itself, retained, where all of it belongs to the body; else a
     * slice that was taken out; empty where more bytes are needed or the body is done.
     */
    ByteBuf next(ByteBuf in) {
        return switch (framing) {
            case LENGTH -> counted(in);
            case CHUNKED -> chunk(in);
            case UNTIL_CLOSE -> in.retain();
            case NONE, INVALID -> Unpooled.EMPTY_BUFFER;
        };
    }

    private ByteBuf counted(ByteBuf in) {
        int size = in.readableBytes();
        if (size <= remaining) {
            remaining -= size;
            done = remaining == 0;
            return in.retain(); // no slice of it is needed
        }
        done = true;
        return in.readRetainedSlice((int) remaining);
    }

    private ByteBuf chunk(ByteBuf in) {
        ChunkDecoder decoder = decoder();
        switch (decoder.next(in)) {
            case DATA -> {
                int size = decoder.available(in);
                ByteBuf piece = in.readRetainedSlice(size);
                decoder.taken(size);
                if (isLastChunk(in)) {
                    in.skipBytes(LAST_CHUNK.length);
                    done = true;
                }
                return piece;
            }
            case END -> done = true;
            case BAD -> bad = true;
            case MORE -> {}
        }
        return Unpooled.EMPTY_BUFFER;
    }

    /** Whether the rest is the end of the data, the last chunk and no trailers, as of most small responses. */
    private static boolean isLastChunk(ByteBuf in) {
        if (in.readableBytes() != LAST_CHUNK.length) {
            return false;
        }
        for (int i = 0; i < LAST_CHUNK.length; i++) {
            if (in.getByte(in.readerIndex() + i) != LAST_CHUNK[i]) {
                return false;
            }
        }
        return true;
    }

    /** The trailer lines that may be passed on, of a body that is done; the caller releases them. */
    ByteBuf takeTrailers() {
        return framing == ResponseRules.Body.CHUNKED ? decoder().takeTrailers() : Unpooled.EMPTY_BUFFER;
    }

    private ChunkDecoder decoder() {
        ChunkDecoder decoder = chunks;
        if (decoder == null) {
            decoder = new ChunkDecoder();
            chunks = decoder;
        }
        return decoder;
    }
}
