package dev.sekisho.dataplane.listener.socket;

import dev.sekisho.dataplane.HeldBytes;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.listener.ClientConnection;
import dev.sekisho.dataplane.listener.Serving;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in the clear whose protocol its first bytes tell: those of HTTP/2 are fixed (RFC 9113 section 3.4), and no
 * request of HTTP/1.1. One a connection, on its loop.
 */
final class PlainArrival extends ChannelInboundHandlerAdapter implements ClientConnection {

    private static final Logger LOG = LoggerFactory.getLogger(PlainArrival.class);
    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private final LoopContext loop;
    private final Serving serving;
    private final ConnectionSet set;
    private final HeldBytes held = new HeldBytes();
    private final Patience patience = new Patience();
    private @Nullable ChannelHandlerContext context;

    PlainArrival(LoopContext loop, Serving serving, ConnectionSet set) {
        this.loop = loop;
        this.serving = serving;
        this.set = set;
    }

    private final class Patience extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            closeIfIdle();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.readClock();
        loop.timeout(patience, serving.settings().idleNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
            return;
        }
        loop.readClock();
        boolean first = held.isEmpty();
        if (!first) {
            held.add(ctx.alloc(), in);
        }
        ByteBuf bytes = first ? in : held.take();
        int length = Math.min(bytes.readableBytes(), PREFACE.readableBytes());
        boolean same = ByteBufUtil.equals(bytes, bytes.readerIndex(), PREFACE, PREFACE.readerIndex(), length);
        if (same && length < PREFACE.readableBytes()) {
            held.add(ctx.alloc(), bytes);
            if (first) {
                loop.timeout(patience, serving.settings().headNanos());
            }
            return;
        }
        settle(ctx, same, bytes);
    }

    private void settle(ChannelHandlerContext ctx, boolean http2, ByteBuf bytes) {
        loop.remove(patience);
        set.settle(ctx, http2, null);
        ctx.pipeline().fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(patience);
        held.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("client connection failed", cause);
        }
        ctx.close();
    }

    @Override
    public void closeIfIdle() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.close();
        }
    }
}
