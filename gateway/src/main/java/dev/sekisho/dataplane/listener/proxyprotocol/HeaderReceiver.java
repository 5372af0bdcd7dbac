package dev.sekisho.dataplane.listener.proxyprotocol;

import dev.sekisho.dataplane.proxyprotocol.Ends;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Takes the header that Netty's decoder has read, or its verdict that there is none. {@code LOCAL} (the proxy's own
 * connection, such as a health check), unknown protocols and UNIX sockets announce nobody: the socket's addresses stand.
 */
final class HeaderReceiver extends ChannelInboundHandlerAdapter {

    private final ProxyProtocolFront front;

    HeaderReceiver(ProxyProtocolFront front) {
        this.front = front;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {} // told once the header is read

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            ReferenceCountUtil.release(message);
            return;
        }
        try {
            boolean datagrams = header.proxiedProtocol().transportProtocol() == TransportProtocol.DGRAM;
            if (datagrams && header.command() == HAProxyCommand.PROXY) {
                front.refuse(ctx); // a connection carries no datagrams
                return;
            }
            settle(ctx, header);
        } finally {
            header.release();
        }
    }

    /** Both handlers go; the decoder goes by itself and hands on what came behind the header. */
    private void settle(ChannelHandlerContext ctx, HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean inet = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        Ends ends = inet && header.command() == HAProxyCommand.PROXY
                ? new Ends(
                        address(header.sourceAddress(), header.sourcePort()),
                        address(header.destinationAddress(), header.destinationPort()))
                : null;
        if (front.announced(ends)) {
            ctx.fireChannelActive();
            ctx.pipeline().remove(this);
        }
    }

    /** The decoder gives literals only. */
    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {} // nobody behind has read

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {} // nobody behind knows of the connection

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        front.refuse(ctx);
    }
}
