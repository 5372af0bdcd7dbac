package dev.sekisho.dataplane.upstream.h2;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http1.ResponseRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A response as far as it has come: whether it is well formed (RFC 9113 section 8.1.1), and the pieces of its body that were
 * not handed on yet, which are no more than the stream's window. On the connection's loop only.
 */
final class Answer {

    private static final int MAX_INTERIM = 32; // interim responses to one request
    private static final byte[] EVENT_STREAM = Ascii.bytes("text/event-stream");

    private final ResponseFields fields;
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2);
    private ByteBuf trailers = Unpooled.EMPTY_BUFFER;
    private @Nullable ByteBuf copied; // the last of the pieces, where more may be copied behind
    private long expected; // bytes of the body, -1 where it is not known
    private long received;
    private int interim;
    private boolean headIn;
    private boolean whole;
    private boolean rests;

    Answer(ResponseFields fields) {
        this.fields = fields;
    }

    /** Takes a field section in front of the body, of an interim response or the final one; false where it is malformed. */
    boolean head(Http2Headers section, ResponseHead head, Method method, boolean last) {
        ResponseRules.Body framing = fields.read(section, head, method);
        if (framing == ResponseRules.Body.INVALID) {
            return false;
        }
        if (head.status() < 200) {
            return !last && head.status() != 101 && ++interim <= MAX_INTERIM;
        }
        headIn = true;
        expected = framing == ResponseRules.Body.NONE ? 0 : head.contentLength();
        rests = isEventStream(head.headers());
        whole = last;
        return !last || expected <= 0;
    }

    private static boolean isEventStream(Headers headers) {
        int field = headers.find(HeaderName.CONTENT_TYPE);
        if (field < 0) {
            return false;
        }
        int start = headers.valueStart(field);
        int end = Math.min(headers.valueEnd(field), start + EVENT_STREAM.length);
        return Ascii.equalsLower(headers.bytes(), start, end, EVENT_STREAM);
    }

    /** Takes the field section behind the body; false where it is malformed. */
    boolean trailers(Http2Headers section, boolean last) {
        ByteBuf lines = last && !whole ? ResponseFields.trailers(section) : null;
        if (lines == null) {
            return false;
        }
        trailers = lines;
        whole = true;
        return expected < 0 || received == expected;
    }

    /**
     * Takes a piece of the body, which stays the caller's.
     *
     * @param held whether it will not be handed on soon: then it is copied, so that it holds no more memory than its bytes
     * @return false where the response is malformed
     */
    boolean data(ByteBuf piece, boolean last, boolean held) {
        int size = piece.readableBytes();
        received += size;
        if (!headIn || whole || expected >= 0 && (last ? received != expected : received > expected)) {
            return false;
        }
        if (size > 0 && held) {
            copy(piece);
        } else if (size > 0) {
            pieces.addLast(piece.readRetainedSlice(size));
            copied = null;
        }
        whole = last;
        return true;
    }

    private void copy(ByteBuf piece) {
        ByteBuf behind = copied;
        if (behind == null) {
            behind = piece.alloc().buffer(piece.readableBytes(), StreamLimits.STREAM_WINDOW);
            copied = behind;
            pieces.addLast(behind);
        }
        behind.writeBytes(piece);
    }

    /** What follows is no body but another protocol's bytes, as many as there are. */
    void tunnelBegun() {
        expected = -1;
    }

    /** Whether the final head has come. */
    boolean isHeadIn() {
        return headIn;
    }

    /** Whether all has come. */
    boolean isWhole() {
        return whole;
    }

    /** Whether it may rest as long as it likes: events. */
    boolean mayRest() {
        return rests;
    }

    /** Pieces that were not handed on yet. */
    int pieces() {
        return pieces.size();
    }

    /** The next piece, or an empty buffer; the caller releases it. */
    ByteBuf poll() {
        ByteBuf piece = pieces.pollFirst();
        if (piece == null) {
            return Unpooled.EMPTY_BUFFER;
        }
        if (piece == copied) {
            copied = null;
        }
        return piece;
    }

    /** The trailer lines, or an empty buffer; the caller releases them. */
    ByteBuf takeTrailers() {
        ByteBuf taken = trailers;
        trailers = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /** Notes the length of a body that is here as a whole, so that the client is told it; trailers need another framing. */
    void measure(ResponseHead head, ByteBuf body, ByteBuf lines) {
        if (expected < 0 && !lines.isReadable()) {
            head.contentLength(body.readableBytes());
        }
    }

    /** Lets go of what was not handed on. */
    void release() {
        for (ByteBuf piece = pieces.pollFirst(); piece != null; piece = pieces.pollFirst()) {
            piece.release();
        }
        copied = null;
        takeTrailers().release();
    }
}
