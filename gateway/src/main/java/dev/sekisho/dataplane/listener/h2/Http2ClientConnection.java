package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.http2.FieldBlock;
import dev.sekisho.dataplane.http2.HeadFields;
import dev.sekisho.dataplane.listener.ClientConnection;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Peer;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection of a client (RFC 9113): its socket's events, its idle time and its end in two steps. What goes on in
 * its streams is each {@link RequestStream}'s business. On its loop only.
 */
public final class Http2ClientConnection extends Http2ConnectionHandler implements ClientConnection {

    private static final Logger LOG = LoggerFactory.getLogger(Http2ClientConnection.class);
    private static final byte[] NO_HSTS = new byte[0];
    private static final long LAST_CALL_NANOS = TimeUnit.SECONDS.toNanos(1); // for what the client has sent already
    private static final int ANY_STREAM = Integer.MAX_VALUE;

    private final LoopContext loop;
    private final Serving serving;
    private final ListenerSettings settings;
    private final @Nullable TlsPeer tls;
    private final FieldBlock block;
    private final HeadFields out = new HeadFields();
    private final Timer timer = new Timer();
    private final Streams streams;
    private final ArrayDeque<RequestStream> begun = new ArrayDeque<>(2); // in this read

    private @Nullable ChannelHandlerContext context;
    private @Nullable Peer peer;
    private final long startNanos;
    private int requests;
    private boolean draining;
    private boolean lastCalled;
    private final Runnable sender = this::sendNow;
    private boolean sending;
    private boolean broken; // by a fault of the client's
    private boolean gone;

    private Http2ClientConnection(LoopContext loop, Serving serving, @Nullable TlsPeer tls, Codec.Parts parts) {
        super(parts.decoder(), parts.encoder(), parts.settings());
        this.loop = loop;
        this.startNanos = loop.now();
        this.serving = serving;
        this.settings = serving.settings().forHttp2();
        this.tls = tls;
        this.block = parts.block();
        this.streams = new Streams(this);
        decoder().frameListener(streams);
        connection().addListener(streams);
    }

    /**
     * A connection that is about to be served.
     *
     * @param tls what its TLS handshake has settled; null in the clear
     */
    public static Http2ClientConnection create(LoopContext loop, Serving serving, @Nullable TlsPeer tls) {
        return Codec.build(serving.settings(), parts -> new Http2ClientConnection(loop, serving, tls, parts));
    }

    /** Idle: nothing was asked for a while. Draining: the last call is over. */
    private final class Timer extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            if (draining && !lastCalled) {
                lastCall();
            } else {
                finish();
            }
        }
    }

    // Channel events

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        peer = Peer.of(ctx.channel(), settings).with(tls);
        loop.readClock();
        loop.timeout(timer, settings.idleNanos());
        super.handlerAdded(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        loop.readClock();
        super.channelRead(ctx, message);
    }

    /** What was begun is served now, so that a request which its client took back at once costs its service nothing. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        for (RequestStream next = begun.pollFirst(); next != null; next = begun.pollFirst()) {
            next.serve();
        }
        super.channelReadComplete(ctx);
    }

    /** What comes behind a fault of the connection is not looked at. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
        } else {
            super.decode(ctx, in, out);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        loop.readClock();
        gone = true;
        loop.remove(timer);
        super.channelInactive(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        loop.readClock();
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            super.exceptionCaught(ctx, cause);
            return;
        }
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.error("client connection failed", cause);
        }
        ctx.close();
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception fault) {
        if (fault == null && !(cause instanceof IOException)) {
            LOG.error("client connection failed", cause);
        }
        streams.broken();
        if (!broken) {
            broken = true;
            ctx.pipeline().addBefore(ctx.name(), null, new LingeringEnd(loop));
        }
        super.onConnectionError(ctx, outbound, cause, fault);
    }

    /** A head that is too large gets an answer that says so; other faults of one stream end that stream. */
    @Override
    protected void onStreamError(ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException fault) {
        if (outbound && fault.error() == Http2Error.STREAM_CLOSED) {
            return; // what was still to be sent on a stream that the client has reset, or that ended with its
            // connection
        }
        boolean tooLarge = fault instanceof Http2Exception.HeaderListSizeException size && size.duringDecode();
        if (tooLarge && streams.refuseUnread(fault.streamId())) {
            return;
        }
        streams.faulty(fault.streamId());
        super.onStreamError(ctx, outbound, cause, fault);
    }

    // Idle time and the end

    /** The first stream has opened (1), or the last one has closed (0). */
    void streamsOpen(int count) {
        if (gone || draining && !lastCalled) {
            return;
        }
        if (count > 0) {
            loop.clear(timer);
        } else if (draining) {
            finish();
        } else {
            loop.timeout(timer, settings.idleNanos());
        }
    }

    /** RFC 9113 section 6.8: first the client is told to ask no more, then, once that has reached it, what is still served. */
    @Override
    public void drain() {
        if (draining || gone) {
            return;
        }
        draining = true;
        loop.readClock();
        goAway(ANY_STREAM);
        loop.timeout(timer, LAST_CALL_NANOS);
    }

    /** A request has begun: the last one of a connection lets it drain. */
    void counted() {
        if (settings.isLast(++requests, startNanos, loop.now())) {
            drain();
        }
    }

    private void lastCall() {
        lastCalled = true;
        goAway(connection().remote().lastStreamCreated());
        if (connection().numActiveStreams() == 0) {
            finish();
        }
    }

    private void goAway(int lastStream) {
        ChannelHandlerContext ctx = context();
        goAway(ctx, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
        flush(ctx);
    }

    /** GOAWAY, if it was not sent yet, and the end. */
    private void finish() {
        context().channel().close();
    }

    @Override
    public void endWebSockets() {
        streams.endWebSockets();
    }

    @Override
    public void closeIfIdle() {
        if (connection().numActiveStreams() == 0 && (!draining || lastCalled)) {
            finish();
        }
    }

    // For the streams

    /** Sends what was written, with what other streams write until the loop has gone through its events: one write for all. */
    void send() {
        if (!sending && !gone) {
            sending = true;
            loop.eventLoop().execute(sender);
        }
    }

    private void sendNow() {
        sending = false;
        if (!gone) {
            flush(context());
        }
    }

    /** Serves a request when the read is over. */
    void serveLater(RequestStream request) {
        begun.addLast(request);
    }

    /** Resets a stream. */
    void reset(Http2Stream stream, Http2Error why) {
        ChannelHandlerContext ctx = context();
        encoder().writeRstStream(ctx, stream.id(), why.code(), ctx.newPromise());
        send();
    }

    LoopContext loop() {
        return loop;
    }

    Serving serving() {
        return serving;
    }

    ListenerSettings settings() {
        return settings;
    }

    /** The block that was decoded last. */
    FieldBlock block() {
        return block;
    }

    /** Where heads are put together; the one before has been written. */
    HeadFields out() {
        return out;
    }

    boolean isGone() {
        return gone;
    }

    /** Value of Strict-Transport-Security; empty for none. */
    byte[] hsts() {
        TlsHosts hosts = serving.tls();
        return hosts == null ? NO_HSTS : hosts.hsts();
    }

    Peer peer() {
        Peer from = peer;
        if (from == null) {
            throw new IllegalStateException("peer: none (expected: handler added)");
        }
        return from;
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("channel: none (expected: handler added)");
        }
        return ctx;
    }
}
