package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TimerWheel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a connection that is to end for a fault and its socket: a close ends the gateway's own direction, and what the
 * client still sends is read and dropped for a moment. A kernel that has bytes unread answers a close with a reset, which can
 * destroy the GOAWAY that says what was wrong. A client that sends more than what may have been on its way is not read any
 * further. One a connection, on its loop.
 */
final class LingeringEnd extends ChannelDuplexHandler {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_BYTES = 256 << 10; // read since the fault

    private final LoopContext loop;
    private final Timer timer = new Timer();
    private @Nullable Channel closing;
    private int dropped; // bytes

    LingeringEnd(LoopContext loop) {
        this.loop = loop;
    }

    private final class Timer extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            Channel channel = closing;
            if (channel != null) {
                channel.unsafe().close(channel.voidPromise());
            }
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        Channel channel = ctx.channel();
        if (closing != null || !(channel instanceof DuplexChannel duplex) || !channel.isActive()) {
            ctx.close(promise);
            return;
        }
        closing = channel;
        loop.readClock();
        loop.timeout(timer, NANOS);
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        ChannelFuture sent = tls == null ? ctx.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        sent.addListener(done -> duplex.shutdownOutput());
        channel.closeFuture().addListener(done -> promise.trySuccess());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        dropped += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (dropped > MAX_BYTES) {
            ctx.channel().config().setAutoRead(false);
        }
        if (closing == null) {
            ctx.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(timer);
        ctx.fireChannelInactive();
    }
}
