package dev.sekisho.dataplane.upstream.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way into a stream. Netty's flow controller is given no more than the stream's window takes, for
 * what it cannot send counts against all streams of the connection; the rest waits here, and who asks first keeps it small.
 * On the connection's loop only.
 */
final class SendWindow {

    private final FrameHandler handler;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(2);
    private @Nullable Http2Stream stream;
    private @Nullable Http2Headers trailers;
    private int given; // to the flow controller, bytes, and perhaps not sent yet
    private boolean whole; // nothing more will come
    private boolean ended; // END_STREAM was given

    SendWindow(FrameHandler handler) {
        this.handler = handler;
    }

    /** The stream is open; {@code bodiless} where it was closed with the head. */
    void begin(Http2Stream opened, boolean bodiless) {
        stream = opened;
        whole = ended = bodiless;
    }

    /** Takes a piece over; {@code last} ends the body. */
    void add(ByteBuf piece, boolean last) {
        if (piece.isReadable()) {
            waiting.addLast(piece);
        } else {
            piece.release();
        }
        whole |= last;
    }

    /** Ends the body with trailer lines or none, which it takes over. */
    void end(ByteBuf lines) {
        trailers = lines.isReadable() ? RequestFields.trailers(lines) : null;
        lines.release();
        whole = true;
    }

    /** Gives the flow controller what the window takes; whether that was anything. */
    boolean pump() {
        Http2Stream to = stream;
        if (to == null || ended) {
            return false;
        }
        boolean moved = false;
        Http2ConnectionEncoder encoder = handler.encoder();
        for (int room = room(to, encoder); room > 0 && !waiting.isEmpty(); room = room(to, encoder)) {
            ByteBuf first = waiting.getFirst();
            boolean all = first.readableBytes() <= room;
            ByteBuf part = all ? waiting.removeFirst() : first.readRetainedSlice(room);
            given += part.readableBytes();
            ended = whole && waiting.isEmpty() && trailers == null;
            handler.data(to, part, ended);
            moved = true;
        }
        if (whole && !ended && waiting.isEmpty()) {
            finish(to);
            moved = true;
        }
        return moved;
    }

    private void finish(Http2Stream to) {
        ended = true;
        Http2Headers fields = trailers;
        if (fields == null) {
            handler.data(to, Unpooled.EMPTY_BUFFER, true);
        } else {
            handler.trailers(to, fields);
        }
    }

    /** What the stream's window leaves beside what the flow controller has already. */
    private int room(Http2Stream to, Http2ConnectionEncoder encoder) {
        if (!encoder.flowController().hasFlowControlled(to)) {
            given = 0;
        }
        return encoder.flowController().windowSize(to) - given;
    }

    /** Whether more may be given now. */
    boolean isOpen() {
        Http2Stream to = stream;
        return to != null
                && !whole
                && waiting.isEmpty()
                && !handler.encoder().flowController().hasFlowControlled(to)
                && handler.encoder().flowController().windowSize(to) > 0;
    }

    /** Whether all of the body was given, though perhaps not all has left. */
    boolean isWhole() {
        return whole;
    }

    /** Whether something that was given has not left, since the peer takes nothing. */
    boolean isStalled() {
        Http2Stream to = stream;
        return !waiting.isEmpty()
                || to != null && handler.encoder().flowController().hasFlowControlled(to);
    }

    /** Drops what waits. */
    void release() {
        whole = ended = true;
        for (ByteBuf piece = waiting.pollFirst(); piece != null; piece = waiting.pollFirst()) {
            piece.release();
        }
    }
}
