package dev.sekisho.dataplane.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One side of a relayed connection: its socket's events, and how far it has come. On its loop. */
final class Side extends ChannelInboundHandlerAdapter {

    private final Relay relay;
    private final boolean client;
    private @Nullable Channel channel;
    private boolean ended;
    private boolean shut;
    private boolean gone;

    Side(Relay relay, boolean client) {
        this.relay = relay;
        this.client = client;
    }

    boolean isClient() {
        return client;
    }

    /** Its channel; null before it has one. */
    @Nullable
    Channel channel() {
        return channel;
    }

    /** Whether it will send no more. */
    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Whether all that it is to get has left, and it knows that no more comes. */
    boolean isShut() {
        return shut;
    }

    void shut() {
        shut = true;
    }

    /** Whether its socket is closed. */
    boolean isGone() {
        return gone;
    }

    boolean isWritable() {
        Channel open = channel;
        return open != null && open.isWritable();
    }

    /** Whether its socket speaks TLS with the gateway. */
    boolean isEncrypted() {
        Channel open = channel;
        return open != null && open.pipeline().get(SslHandler.class) != null;
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    /** Reads on, or not for now. */
    void reading(boolean on) {
        Channel open = channel;
        if (open != null && open.config().isAutoRead() != on) {
            open.config().setAutoRead(on);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (client) {
            relay.begin();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf in) {
            relay.read(this, in);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        relay.flush(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        relay.writable(this, ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ChannelInputShutdownEvent ignored -> relay.ended(this);
            case SslCloseCompletionEvent closed when closed.isSuccess() -> relay.ended(this);
            case SniCompletionEvent hello when hello.cause() != null -> relay.noHello();
            case SniCompletionEvent hello -> relay.asked(hello.hostname());
            case SslHandshakeCompletionEvent handshake when client -> relay.handshake(handshake.isSuccess());
            default -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone = true;
        relay.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        relay.broken(this, cause);
        ctx.close();
    }
}
