package dev.sekisho.dataplane.proxyprotocol;

import dev.sekisho.model.ProxyHeader;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sends a header of the PROXY protocol ahead of everything else on a connection to a target, a TLS handshake included: it is
 * the first handler, and nobody knows that the connection is there before the header is under way. One a connection, on its loop.
 */
public final class HeaderSender extends ChannelOutboundHandlerAdapter {

    private final HAProxyProtocolVersion version;
    private final Ends ends;

    /** Announces the ends of a client's connection; the header is not {@code OFF}. */
    public HeaderSender(ProxyHeader header, Ends ends) {
        this.version = header == ProxyHeader.V1 ? HAProxyProtocolVersion.V1 : HAProxyProtocolVersion.V2;
        this.ends = ends;
    }

    /** A handler that the header goes ahead of; the handler alone where there is none. */
    public static ChannelHandler before(ChannelHandler handler, @Nullable HeaderSender ahead) {
        if (ahead == null) {
            return handler;
        }
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(ahead, handler);
            }
        };
    }

    @Override
    public void connect(ChannelHandlerContext ctx, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        ChannelPromise connected = ctx.newPromise();
        connected.addListener(done -> {
            if (done.isSuccess()) {
                send(ctx);
                promise.trySuccess();
            } else {
                promise.tryFailure(done.cause());
            }
        });
        ctx.connect(remote, local, connected);
    }

    private void send(ChannelHandlerContext ctx) {
        ctx.pipeline().addBefore(ctx.name(), null, HAProxyMessageEncoder.INSTANCE);
        ctx.writeAndFlush(message());
        ctx.pipeline().remove(HAProxyMessageEncoder.INSTANCE);
        ctx.pipeline().remove(this);
    }

    private HAProxyMessage message() {
        boolean four = ends.client().getAddress() instanceof Inet4Address;
        if (four != ends.local().getAddress() instanceof Inet4Address) { // no header can hold one of each
            return new HAProxyMessage(version, HAProxyCommand.PROXY, HAProxyProxiedProtocol.UNKNOWN, null, null, 0, 0);
        }
        return new HAProxyMessage(
                version,
                HAProxyCommand.PROXY,
                four ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                text(ends.client()),
                text(ends.local()),
                ends.client().getPort(),
                ends.local().getPort());
    }

    /** The address without a zone, which no other host knows. */
    private static String text(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
