package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.http1.TrailerRules;
import dev.sekisho.dataplane.http2.FieldBlock;
import dev.sekisho.dataplane.websocket.WebSocketTunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from a stream to the upstream. What the upstream does not take yet is held, and the client
 * may not send more in its place, so that a stream holds no more than its window. On the connection's loop only.
 */
final class StreamBody {

    private final Http2ClientConnection home;
    private final Http2Stream stream;
    private final RequestStream request;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);
    private ByteBuf trailers = Unpooled.EMPTY_BUFFER;
    private long declared = -1;
    private long taken;
    private boolean whole; // all of it has come
    private boolean passed; // all of it has gone on
    private boolean discarding;
    private boolean waits; // for another protocol to begin
    private boolean tunnel;

    StreamBody(Http2ClientConnection home, Http2Stream stream, RequestStream request) {
        this.home = home;
        this.stream = stream;
        this.request = request;
    }

    /** Begins; length in bytes, or -1 where it is not known beforehand. */
    void begin(long length, boolean last, boolean upgrade) {
        declared = upgrade ? -1 : length;
        whole = passed = last;
        waits = upgrade;
    }

    /** Whether all of it has come. */
    boolean isWhole() {
        return whole;
    }

    /** Whether more has come, or is to come, than the listener takes. */
    boolean isTooLarge() {
        long listeners = home.settings().maxBody();
        long limit = Math.min(listeners > 0 ? listeners : Long.MAX_VALUE, request.bodyLimit());
        return !tunnel && !waits && Math.max(taken, declared) > limit;
    }

    /** Nobody wants it any more. */
    void discard() {
        discarding = true;
        request.awaitBody(false);
        for (ByteBuf piece = held.pollFirst(); piece != null; piece = held.pollFirst()) {
            int size = piece.readableBytes();
            piece.release();
            consume(size);
        }
    }

    /** A piece comes, which stays the caller's; says how many bytes of it are used up already. */
    int data(ByteBuf piece, boolean last) throws Http2Exception {
        int size = piece.readableBytes();
        taken += size;
        request.received(size);
        whole |= last;
        if (declared >= 0 && (taken > declared || last && taken < declared)) {
            request.abandoned(Reason.HTTP2_LENGTH);
            throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "content-length is not kept");
        }
        if (discarding || isTooLarge()) {
            return size;
        }
        UpstreamCall call = held.isEmpty() ? taker() : null;
        if (call == null) {
            if (size > 0) {
                held.addLast(piece.retain());
            }
            request.awaitBody(false);
            return 0;
        }
        pass(call, size > 0 ? piece.retain() : Unpooled.EMPTY_BUFFER);
        return size;
    }

    /** Fields behind the body, which ends with them. */
    void trailers(FieldBlock block) throws Http2Exception {
        whole = true;
        if (declared >= 0 && taken < declared) {
            request.abandoned(Reason.HTTP2_LENGTH);
            throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "content-length is not kept");
        }
        if (!discarding) {
            Headers fields = new Headers();
            block.appendTo(fields);
            trailers = TrailerRules.lines(fields);
            resume();
        }
    }

    /** Who takes more of the body now; null where nobody does. */
    private @Nullable UpstreamCall taker() {
        UpstreamCall call = waits || passed ? null : request.upstream();
        return call != null && call.isWritable() ? call : null;
    }

    private void pass(UpstreamCall call, ByteBuf piece) {
        boolean last = whole && held.isEmpty();
        if (tunnel) {
            tunnelled(call, piece, last);
            passed = last; // what the upstream still has to say may come
            return;
        }
        if (declared >= 0) {
            passed |= last;
            call.requestBody(piece, last);
        } else {
            if (piece.isReadable()) {
                call.requestBody(piece, false);
            }
            if (request.upstream() != call) {
                return; // it was gathered, and goes on to somebody else, who asks for the rest
            }
            if (last) {
                end(call);
            }
        }
        request.awaitBody(!last && held.isEmpty());
    }

    private void tunnelled(UpstreamCall call, ByteBuf piece, boolean last) {
        WebSocketTunnel policed = request.webSocket();
        if (policed == null) {
            call.requestBody(piece, last && request.isConnect());
        } else {
            policed.fromClient(piece);
        }
    }

    private void end(UpstreamCall call) {
        passed = true;
        ByteBuf lines = trailers;
        trailers = Unpooled.EMPTY_BUFFER;
        call.requestEnd(lines);
    }

    /** The upstream takes bytes again. */
    void resume() {
        if (!discarding && isTooLarge()) { // what came before the policies of its route were asked
            request.fail(Reason.BODY_TOO_LARGE);
            return;
        }
        int used = 0;
        UpstreamCall call = taker();
        while (call != null && !held.isEmpty()) {
            ByteBuf piece = held.removeFirst();
            used += piece.readableBytes();
            pass(call, piece);
            call = taker();
        }
        if (call != null && whole) {
            pass(call, Unpooled.EMPTY_BUFFER);
        } else if (call != null) {
            call.flush();
            request.awaitBody(!tunnel);
        }
        consume(used);
    }

    /** The client may send that many bytes more. */
    private void consume(int bytes) {
        try {
            if (bytes > 0 && home.connection().local().flowController().consumeBytes(stream, bytes)) {
                home.send();
            }
        } catch (Http2Exception e) {
            home.onError(home.context(), true, e);
        }
    }

    /** Another protocol has begun. */
    void tunnelBegun() {
        tunnel = true;
        waits = false;
        request.awaitBody(false);
        resume();
    }

    /** The stream is closed: whatever it held was counted for its connection's window by the codec. */
    void release() {
        discarding = true;
        for (ByteBuf piece = held.pollFirst(); piece != null; piece = held.pollFirst()) {
            piece.release();
        }
        trailers.release();
        trailers = Unpooled.EMPTY_BUFFER;
    }
}
