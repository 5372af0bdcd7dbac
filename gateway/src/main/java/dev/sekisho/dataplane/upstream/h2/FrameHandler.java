package dev.sekisho.dataplane.upstream.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionPrefaceAndSettingsFrameWrittenEvent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's HTTP/2 codec on a connection to a target, with its limits against floods of PING, SETTINGS, CONTINUATION and empty
 * DATA. Tells the connection what happens, and writes frames for it. On the connection's loop only.
 */
final class FrameHandler extends Http2ConnectionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    private final SharedConnection connection;
    private @Nullable ChannelHandlerContext context;

    private FrameHandler(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            SharedConnection connection) {
        super(decoder, encoder, settings);
        this.connection = connection;
    }

    /** The codec of one connection. */
    static FrameHandler of(SharedConnection connection, Frames frames) {
        return new Builder(connection, frames).build();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<FrameHandler, Builder> {
        private final SharedConnection connection;

        Builder(SharedConnection connection, Frames frames) {
            this.connection = connection;
            server(false);
            frameListener(frames);
            initialSettings(new Http2Settings().pushEnabled(false).maxHeaderListSize(ResponseFields.MAX_SIZE));
            headerSensitivityDetector(Builder::isSecret);
            encoderIgnoreMaxHeaderListSize(true); // advice (RFC 9113 section 6.5.2): the peer answers 431 if it must
        }

        /** Clients share the table of the connection, so no secret of one may be guessed by another (RFC 7541 section 7.1). */
        private static boolean isSecret(CharSequence name, CharSequence value) {
            return switch (name.length()) {
                case 6 -> AsciiString.contentEquals("cookie", name);
                case 13 -> AsciiString.contentEquals("authorization", name);
                case 19 -> AsciiString.contentEquals("proxy-authorization", name);
                default -> false;
            };
        }

        @Override
        protected FrameHandler build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new FrameHandler(decoder, encoder, settings, connection);
        }

        @Override
        protected FrameHandler build() {
            return super.build();
        }
    }

    // What the connection asks for

    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("channel: none (expected: handler added)");
        }
        return ctx;
    }

    Channel channel() {
        return context().channel();
    }

    boolean isActive() {
        ChannelHandlerContext ctx = context;
        return ctx != null && ctx.channel().isActive();
    }

    void flush() {
        flush(context());
    }

    /** Opens a stream with a head; null where the peer, or the number of streams, does not allow it any more. */
    @Nullable
    Http2Stream open(Http2Headers fields, boolean last) {
        ChannelHandlerContext ctx = context();
        int id = connection().local().incrementAndGetNextStreamId();
        if (id < 0) {
            return null;
        }
        encoder().writeHeaders(ctx, id, fields, 0, last, ctx.newPromise());
        Http2Stream stream = connection().stream(id);
        return stream == null || stream.state() == Http2Stream.State.CLOSED ? null : stream;
    }

    /** Gives a piece of a request, which it takes over, to the flow controller. */
    void data(Http2Stream stream, ByteBuf piece, boolean last) {
        ChannelHandlerContext ctx = context();
        encoder().writeData(ctx, stream.id(), piece, 0, last, ctx.newPromise());
    }

    /** Ends a request with trailers. */
    void trailers(Http2Stream stream, Http2Headers fields) {
        ChannelHandlerContext ctx = context();
        encoder().writeHeaders(ctx, stream.id(), fields, 0, true, ctx.newPromise());
    }

    /** Resets a stream that is not closed yet. */
    void reset(Http2Stream stream, Http2Error error) {
        if (stream.state() != Http2Stream.State.CLOSED && isActive()) {
            ChannelHandlerContext ctx = context();
            resetStream(ctx, stream.id(), error.code(), ctx.newPromise());
        }
    }

    /** The client has taken bytes of a response: the peer may send as many more. */
    void consumed(Http2Stream stream, int bytes) {
        try {
            decoder().flowController().consumeBytes(stream, bytes);
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
    }

    // What happens

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        connection.added();
        super.handlerAdded(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof Http2ConnectionPrefaceAndSettingsFrameWrittenEvent) {
            Http2Connection all = connection();
            int more = connection.limits().connectionWindow() - StreamLimits.STREAM_WINDOW;
            if (more > 0) {
                decoder().flowController().incrementWindowSize(all.connectionStream(), more);
            }
            connection.greeted();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        connection.reading();
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        connection.readComplete();
        super.channelReadComplete(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        connection.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        connection.closing();
        try {
            super.channelInactive(ctx);
        } finally {
            connection.closed();
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        Http2Stream stream = connection().stream(error.streamId());
        if (stream != null && !outbound) {
            connection.malformed(stream);
        }
        super.onStreamError(ctx, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (!outbound) {
            connection.nonsense();
        }
        super.onConnectionError(ctx, outbound, cause, error);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (Http2Exception.class.isInstance(cause)) {
            super.exceptionCaught(ctx, cause);
            return;
        }
        if (!(cause instanceof IOException || cause instanceof io.netty.handler.codec.DecoderException)) {
            LOG.error("upstream connection failed", cause);
        }
        ctx.close();
    }
}
