package dev.sekisho.dataplane.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a tunnel at its target: the socket's events, and its close in two directions. On its loop. */
final class TargetEnd extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TargetEnd.class);

    private final ConnectTunnel tunnel;
    private @Nullable Channel channel;
    private boolean ended; // it sends no more
    private boolean shut; // it knows that no more comes

    TargetEnd(ConnectTunnel tunnel) {
        this.tunnel = tunnel;
    }

    private Channel channel() {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("channel: none (expected: handler added)");
        }
        return open;
    }

    /** Whether it will send no more. */
    boolean isEnded() {
        return ended;
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    /** Reads on, or not for now. */
    void reading(boolean on) {
        channel().config().setAutoRead(on);
    }

    /** Sends bytes, which it takes over. */
    void write(ByteBuf piece) {
        Channel to = channel();
        to.writeAndFlush(piece, to.voidPromise());
    }

    /** Tells the target that no more comes, once all that came before has left. */
    void shut() {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> {
            shut = true;
            if (!ended && channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
            closeIfDone();
        });
    }

    private void closeIfDone() {
        if (ended && shut) {
            close();
        }
    }

    /** Closes once all that was given has left; what comes until then is read past, or its end would not be noticed. */
    void closeBehindAll() {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        reading(true);
    }

    /** Closes with a reset, so that the target does not take what it has for the whole. */
    void reset() {
        channel().config().setOption(ChannelOption.SO_LINGER, 0);
        close();
    }

    void close() {
        channel().close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf in) {
            tunnel.received(in);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        tunnel.flushClient();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        tunnel.targetWritable(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !ended) {
            ended = true;
            tunnel.targetEnded();
            closeIfDone();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tunnel.targetGone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.error("tunnel to {} failed", ctx.channel().remoteAddress(), cause);
        }
        ctx.close();
    }
}
