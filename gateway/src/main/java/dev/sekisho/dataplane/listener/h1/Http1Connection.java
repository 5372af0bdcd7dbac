package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.ClientConnection;
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
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection of a client: its socket's events, its one timeout, and its close. What goes on between, one
 * request after the other, is its {@link RequestCycle}'s business.
 */
public final class Http1Connection extends ChannelInboundHandlerAdapter implements ClientConnection {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);

    private static final byte[] NO_HSTS = new byte[0];

    private final LoopContext loop;
    private final Serving serving;
    private final ListenerSettings settings;
    private final @Nullable TlsPeer tls;
    private final ClientTimeout timeout;
    private final RequestCycle requests;

    private @Nullable ChannelHandlerContext context;
    private @Nullable Peer peer;
    private @Nullable LingeringClose lingering;
    private boolean broken;
    private boolean outputEnded;

    /**
     * A connection on the loop.
     *
     * @param tls what its TLS handshake has settled; null in the clear
     */
    public Http1Connection(LoopContext loop, Serving serving, @Nullable TlsPeer tls) {
        this.loop = loop;
        this.serving = serving;
        this.settings = serving.settings();
        this.tls = tls;
        this.timeout = new ClientTimeout(loop, this);
        this.requests = new RequestCycle(this, loop, serving, timeout);
    }

    // Channel events

    /** Begins; called by whoever settled the protocol of a channel that was active already, else by the channel. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.readClock();
        context = ctx;
        peer = Peer.of(ctx.channel(), settings).with(tls);
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

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.error("client connection failed", cause);
        }
        broken = true;
        ctx.close();
    }

    /** Comes of a connection that may be half closed, and else never. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof ChannelInputShutdownEvent)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        loop.readClock();
        if (!requests.isClosing()) {
            requests.clientEnded();
        } else if (lingering == null || lingering.isFlushed()) {
            close();
        } else {
            closeAfterFlush();
        }
    }

    // Half-closed connections, which only tunnels of CONNECT have

    /** Whether one direction can end before the other; TLS knows no such thing. */
    boolean canHalfClose() {
        return channel() instanceof DuplexChannel && channel().pipeline().get(SslHandler.class) == null;
    }

    /** From now on the client may end its direction, and be sent more. */
    void allowHalfClosure() {
        if (canHalfClose()) {
            channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }

    /** Ends the gateway's own direction behind all that was written. */
    void endOutput() {
        outputEnded = true;
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> {
            if (channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    /** Whether the gateway's own direction has ended, or is about to. */
    boolean isOutputEnded() {
        return outputEnded;
    }

    /** Whether the connection has failed, with a reset as a rule. */
    boolean isBroken() {
        return broken;
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
            SslHandler encrypted = channel().pipeline().get(SslHandler.class);
            ChannelFuture sent =
                    encrypted == null ? context().writeAndFlush(Unpooled.EMPTY_BUFFER) : encrypted.closeOutbound();
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

    @Override
    public void closeIfIdle() {
        if (requests.isIdle()) {
            close();
        }
    }

    @Override
    public void endWebSockets() {
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
        TlsHosts hosts = serving.tls();
        return hosts == null ? NO_HSTS : hosts.hsts();
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
