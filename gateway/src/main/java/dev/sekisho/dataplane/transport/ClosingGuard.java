package dev.sekisho.dataplane.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.uring.IoUringSocketChannel;

/**
 * Asks for no read once a channel closes. With io_uring, Netty 4.2.18 closes a channel when its reads have ended, and one that is asked for
 * behind the close, as automatic reading does when the close comes of a read, ends with the client's next bytes only.
 */
public final class ClosingGuard extends ChannelOutboundHandlerAdapter {

    private boolean closing;

    private ClosingGuard() {}

    /** Puts one in front of all handlers of a connection that is being opened, where it needs one. */
    public static ChannelFuture guard(ChannelFuture connecting) {
        guard(connecting.channel());
        return connecting;
    }

    /** Puts one in front of all handlers, where the channel needs it. */
    public static void guard(Channel channel) {
        if (channel instanceof IoUringSocketChannel) {
            channel.pipeline().addFirst(new ClosingGuard());
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        closing = true;
        ctx.close(promise);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!closing) {
            ctx.read();
        }
    }
}
