package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.upstream.wire.RequestStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;

/**
 * The request body as far as it was passed on, kept so that it can be sent again; given up once it is larger than the cap.
 * Used again with its call; not thread-safe.
 */
final class KeptBody {

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private ByteBuf trailers = Unpooled.EMPTY_BUFFER;
    private int room;
    private boolean passed;
    private boolean whole;
    private boolean ended;
    private boolean lost;

    /** Begins; keeps up to {@code cap} bytes. */
    void begin(int cap) {
        room = cap;
        passed = whole = ended = lost = false;
    }

    /** A piece is passed on, which stays the caller's. */
    void piece(ByteBuf piece, boolean last) {
        passed = true;
        whole |= last;
        if (lost) {
            return;
        }
        if (piece.readableBytes() > room) {
            drop();
            return;
        }
        room -= piece.readableBytes();
        pieces.addLast(piece.retainedDuplicate());
    }

    /** A body in chunks ends, with trailer lines that stay the caller's. */
    void end(ByteBuf lines) {
        passed = whole = ended = true;
        if (!lost && lines.isReadable()) {
            trailers = lines.retainedDuplicate();
        }
    }

    /** Whether nothing was passed on, or all that was is here. */
    boolean isRepeatable() {
        return !passed || !lost;
    }

    /** Whether all of the body was passed on. */
    boolean isWhole() {
        return whole;
    }

    /** Whether all of the body was passed on and is here. */
    boolean isComplete() {
        return whole && !lost;
    }

    /** Sends what was passed on before. */
    void replay(RequestStream to, boolean chunked) {
        int left = pieces.size();
        for (ByteBuf piece : pieces) {
            to.requestBody(piece.retainedDuplicate(), whole && !ended && --left == 0, chunked);
        }
        if (ended) {
            to.requestEnd(trailers.retainedDuplicate());
        }
    }

    /** A copy of what is kept. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuf piece : pieces) {
            out.writeBytes(ByteBufUtil.getBytes(piece));
        }
        return out.toByteArray();
    }

    /** Keeps no more: what was passed on cannot be sent again. */
    void drop() {
        lost = true;
        release();
    }

    /** Lets go of everything. */
    void release() {
        for (ByteBuf piece = pieces.pollFirst(); piece != null; piece = pieces.pollFirst()) {
            piece.release();
        }
        trailers.release();
        trailers = Unpooled.EMPTY_BUFFER;
    }
}
