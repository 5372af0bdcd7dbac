package dev.sekisho.dataplane.listener.proxyprotocol;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.model.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a client connection where the PROXY protocol is spoken. A trusted peer's header gives the connection
 * its {@link Ends}; a header of anybody else closes it. The handlers behind know of the connection once that is settled, and
 * see no byte of a header. One a connection, on its loop.
 */
public final class ProxyProtocolFront extends ChannelInboundHandlerAdapter {

    private static final int MAX_TLVS = 4 << 10; // bytes of extensions (TLV), which are read over

    private final LoopContext loop;
    private final ProxyProtocol rules;
    private final Limit limit = new Limit();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf held; // what came before it was certain what it is
    private boolean trusted;
    private boolean told; // the handlers behind know of the connection
    private boolean decoding;
    private boolean refused;

    /** The front of a connection that is about to begin. */
    public ProxyProtocolFront(LoopContext loop, ProxyProtocol rules) {
        this.loop = loop;
        this.rules = rules;
    }

    private final class Limit extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            ChannelHandlerContext ctx = context;
            if (ctx == null) {
                return;
            }
            if (rules.required() || decoding) {
                refuse(ctx);
            } else {
                pass(ctx);
            }
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.readClock();
        context = ctx;
        trusted = rules.trusts(Ends.of(ctx.channel()).clientAddress());
        if (trusted || rules.readOver()) {
            loop.timeout(limit, rules.timeout().toNanos());
        } else if (rules.required()) {
            refuse(ctx);
        } else {
            tell(ctx);
        }
    }

    private void tell(ChannelHandlerContext ctx) {
        if (!told) {
            told = true;
            ctx.fireChannelActive();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        loop.readClock();
        if (decoding) {
            ctx.fireChannelRead(message); // to the decoder
            return;
        }
        if (!(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf all = joined(ctx, in);
        held = all;
        switch (Signature.of(all)) {
            case PERHAPS -> {}
            case NONE -> {
                if (rules.required()) {
                    refuse(ctx);
                } else {
                    pass(ctx);
                }
            }
            case HEADER -> {
                if (trusted || rules.readOver()) {
                    decode(ctx);
                } else {
                    refuse(ctx);
                }
            }
        }
    }

    /** What is held is shorter than a signature. */
    private ByteBuf joined(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf before = held;
        if (before == null) {
            return in;
        }
        ByteBuf both = ctx.alloc().buffer(before.readableBytes() + in.readableBytes());
        both.writeBytes(before).writeBytes(in);
        before.release();
        in.release();
        return both;
    }

    private void decode(ChannelHandlerContext ctx) {
        decoding = true;
        ctx.pipeline().addAfter(ctx.name(), "proxy-header", new HeaderReceiver(this));
        ctx.pipeline().addAfter(ctx.name(), "proxy-decoder", new HAProxyMessageDecoder(MAX_TLVS));
        ByteBuf bytes = held;
        held = null;
        if (bytes != null) {
            ctx.fireChannelRead(bytes);
        }
    }

    /** A good header is read, which announces nobody where it is null; says whether the connection is still there. */
    boolean announced(@Nullable Ends ends) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || !ctx.channel().isActive()) {
            return false;
        }
        if (ends != null && trusted) {
            ends.announce(ctx.channel());
        }
        told = true;
        ctx.pipeline().remove(this);
        return true;
    }

    /** There is no header: what came belongs to the handlers behind. */
    private void pass(ChannelHandlerContext ctx) {
        loop.remove(limit);
        tell(ctx);
        ByteBuf bytes = held;
        held = null;
        if (bytes != null) {
            ctx.fireChannelRead(bytes);
        }
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    /** The connection is not served. */
    void refuse(ChannelHandlerContext ctx) {
        if (!refused) { // the decoder closes by itself
            refused = true;
            loop.countRefusedHeader();
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (told) {
            ctx.fireChannelReadComplete();
        } else if (!ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof ChannelInputShutdownEvent)) {
            ctx.fireUserEventTriggered(event);
        } else if (!told && (rules.required() || decoding)) {
            refuse(ctx);
        } else {
            pass(ctx); // no more comes: these few bytes were all
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.readClock();
        if (told) {
            ctx.fireChannelInactive();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.remove(limit);
        ByteBuf bytes = held;
        held = null;
        if (bytes != null) {
            bytes.release();
        }
    }
}
