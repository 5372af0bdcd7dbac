package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Peer;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection of a client: its socket's events, its one timeout, and its close. What goes on between, one
 * request after the other, is its {@link RequestCycle}'s business.
 */
public final class Http1Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);

    private static final byte[] NO_HSTS = new byte[0];

    private final LoopContext loop;
    private final Serving serving;
    private final ListenerSettings settings;
    private final ClientTimeout timeout;
    private final RequestCycle requests;

    private @Nullable ChannelHandlerContext context;
    private @Nullable Peer peer;
    private @Nullable LingeringClose lingering;

    /** A connection that is about to be registered on the loop. */
    public Http1Connection(LoopContext loop, Serving serving) {
        this.loop = loop;
        this.serving = serving;
        this.settings = serving.settings();
        this.timeout = new ClientTimeout(loop, this);
        this.requests = new RequestCycle(this, loop, serving, timeout);
    }

    // Channel events

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.readClock();
        context = ctx;
        peer = Peer.of(ctx.channel().remoteAddress(), ctx.channel().localAddress(), settings);
        serving.opened(loop);
        timeout.await(settings.idleNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        loop.readClock();
        if (message instanceof ByteBuf in) {
            requests.read(in);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.readClock();
        timeout.remove();
        serving.closed(loop);
        requests.gone();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        loop.readClock();
        boolean writable = ctx.channel().isWritable();
        requests.clientWritable(writable);
        if (!writable && (lingering == null || !lingering.isFlushed())) {
            timeout.awaitRoom(ctx.channel(), settings.writeNanos());
        } else if (writable) {
            requests.writable();
        }
    }

    /** A TLS handshake is done, or has failed, after which its handler closes the connection. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            loop.countHandshake(done.isSuccess());
            if (done.isSuccess()) {
                secured(ctx);
            }
        }
    }

    private void secured(ChannelHandlerContext ctx) {
        try {
            TlsPeer tls = TlsPeer.of(ctx.channel());
            peer = peer().with(tls);
            if (tls.host().needsClients() && tls.client().isEmpty()) {
                ctx.close(); // the handshake refuses that already; this holds whatever it was resumed from
            }
        } catch (IllegalArgumentException e) {
            ctx.close(); // a certificate with names that deceive
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.error("client connection failed", cause);
        }
        ctx.close();
    }

    // Closing and time

    /** Closes once all has left; for a client that sends nothing more. */
    void closeAfterFlush() {
        leave();
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends what is left and closes in two steps, so that a client that still sends can read it. */
    void linger() {
        if (channel() instanceof DuplexChannel duplex) {
            leave();
            LingeringClose close = new LingeringClose(duplex, loop, timeout);
            lingering = close;
            SslHandler tls = channel().pipeline().get(SslHandler.class);
            ChannelFuture sent = tls == null ? context().writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
            sent.addListener(close);
        } else {
            closeAfterFlush();
        }
    }

    private void leave() {
        requests.leave();
        timeout.await(settings.writeNanos());
    }

    /** Bytes that come while the connection closes are read past. */
    void drop(ByteBuf in) {
        LingeringClose close = lingering;
        int count = in.readableBytes();
        in.skipBytes(count);
        if (close != null) {
            close.dropped(count);
        }
    }

    /** Closes at once. */
    void close() {
        channel().close();
    }

    /** Closes the connection if no request is under way on it; for draining. On its loop. */
    public void closeIfIdle() {
        if (requests.isIdle()) {
            close();
        }
    }

    /** Ends a WebSocket in good order (close code 1001), where there is one; for draining. On its loop. */
    public void endWebSocket() {
        loop.readClock();
        requests.drainTunnel();
    }

    /** The timeout has passed. */
    void timedOut(long now) {
        if (!requests.isClosing() && !channel().isWritable()) {
            writeStalled();
        } else if (!requests.timedOut(now)) {
            close();
        }
    }

    private void writeStalled() {
        if (!timeout.hasTakenSome(channel(), settings.writeNanos())) {
            requests.stalled();
            close();
        }
    }

    /** Value of Strict-Transport-Security; empty for none. */
    byte[] hsts() {
        TlsHosts tls = serving.tls();
        return tls == null ? NO_HSTS : tls.hsts();
    }

    Peer peer() {
        Peer from = peer;
        if (from == null) {
            throw new IllegalStateException("peer: none (expected: the channel is active)");
        }
        return from;
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("channel: none (expected: active)");
        }
        return ctx;
    }

    Channel channel() {
        return context().channel();
    }
}
