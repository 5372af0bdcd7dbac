package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http2.HeadFields;
import dev.sekisho.dataplane.http2.StatusText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Sends the response of a stream: heads, data and trailers, in the order that they come. On the connection's loop only. */
final class StreamResponse {

    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString STRICT_TRANSPORT = AsciiString.cached("strict-transport-security");
    private static final HeaderName STRICT_TRANSPORT_SECURITY = HeaderName.of("Strict-Transport-Security");

    private final Http2ClientConnection home;
    private final Http2Stream stream;
    private @Nullable ChannelFuture last;
    private boolean begun;

    StreamResponse(Http2ClientConnection home, Http2Stream stream) {
        this.home = home;
        this.stream = stream;
    }

    /** Whether the final head was sent. */
    boolean isBegun() {
        return begun;
    }

    /** Whether all of it has reached the socket. */
    boolean isDelivered() {
        ChannelFuture sent = last;
        return sent != null && sent.isSuccess();
    }

    /** Does that once all of the response has left. */
    void whenSent(Runnable next) {
        ChannelFuture sent = last;
        if (sent != null) {
            sent.addListener(done -> {
                if (done.isSuccess()) {
                    next.run();
                }
            });
        }
    }

    void informational(Exchange x) {
        ResponseHead head = x.response();
        write(home.out().begin(StatusText.of(head.status())).fields(head.headers()), false);
    }

    /** Sends the head with the first piece of the body; says whether that is all. */
    boolean head(Exchange x, ByteBuf piece, boolean ends) {
        ResponseHead head = x.response();
        boolean bodiless = head.isBodiless(x.request().method());
        boolean whole = ends || bodiless;
        boolean data = !bodiless && piece.isReadable();
        begun = true;
        write(fields(x, head, bodiless), whole && !data);
        if (data) {
            data(x, piece, whole);
        } else {
            piece.release();
        }
        return whole;
    }

    private HeadFields fields(Exchange x, ResponseHead head, boolean bodiless) {
        Headers headers = head.headers();
        boolean tells = !x.caller().hasPlainFields();
        if (tells) {
            headers.remove(HeaderName.X_REQUEST_ID);
        }
        HeadFields out = home.out().begin(StatusText.of(head.status())).fields(headers);
        boolean measured = head.contentLength() >= 0
                && (!bodiless || x.request().method() == Method.HEAD)
                && !headers.contains(HeaderName.CONTENT_LENGTH);
        if (measured) {
            out.field(CONTENT_LENGTH, AsciiString.of(Long.toString(head.contentLength())));
        }
        if (!headers.contains(HeaderName.DATE)) {
            byte[] date = x.loop().date().now();
            out.field(HeaderName.DATE.lower(), date, 0, date.length);
        }
        if (tells && x.requestIdEnd() > x.requestIdStart()) {
            byte[] bytes = x.request().headers().bytes();
            out.field(HeaderName.X_REQUEST_ID.lower(), bytes, x.requestIdStart(), x.requestIdEnd());
        }
        home.settings().via().ifPresent(via -> out.field(HeaderName.VIA.lower(), via, 0, via.length));
        byte[] hsts = home.hsts();
        if (hsts.length > 0 && !headers.contains(STRICT_TRANSPORT_SECURITY)) {
            out.field(STRICT_TRANSPORT, hsts, 0, hsts.length);
        }
        return out;
    }

    /** Bytes of another protocol follow, behind a plain 200 (RFC 8441 section 5). */
    void tunnel(Exchange x) {
        begun = true;
        Headers headers = x.response().headers();
        headers.remove(WebSocketHandshake.ACCEPT);
        write(home.out().begin(StatusText.of(200)).fields(headers), false);
    }

    void body(Exchange x, ByteBuf piece) {
        if (piece.isReadable()) {
            data(x, piece, false);
        } else {
            piece.release();
        }
    }

    /** Ends it, with trailer lines or none. */
    void end(ByteBuf trailers) {
        if (trailers.isReadable()) {
            write(HeadFields.ofLines(ByteBufUtil.getBytes(trailers)), true);
        } else {
            last = write(Unpooled.EMPTY_BUFFER, true);
        }
        trailers.release();
    }

    private void data(Exchange x, ByteBuf piece, boolean ends) {
        x.addBytesSent(piece.readableBytes());
        ChannelFuture sent = write(piece, ends);
        if (ends) {
            last = sent;
        }
    }

    private ChannelFuture write(ByteBuf piece, boolean ends) {
        ChannelHandlerContext ctx = home.context();
        return home.encoder().writeData(ctx, stream.id(), piece, 0, ends, ctx.newPromise());
    }

    private void write(Http2Headers fields, boolean ends) {
        ChannelHandlerContext ctx = home.context();
        ChannelPromise promise = ctx.newPromise();
        home.encoder().writeHeaders(ctx, stream.id(), fields, 0, ends, promise);
        if (ends) {
            last = promise;
        }
    }
}
