package dev.sekisho.dataplane.listener.socket;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.transport.Transport;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.function.Consumer;

/**
 * Binds sockets to loops. Several loops may bind the same address (SO_REUSEPORT): the kernel spreads what comes by the
 * client's address and port. On the control side only, since binding waits.
 */
public final class Binding {

    private static final int BACKLOG = 4096; // connections that wait to be accepted; the kernel may allow fewer
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(32 << 10, 64 << 10);

    /** One socket sends the datagrams for all clients of its loop. */
    private static final WriteBufferWaterMark ANSWERS = new WriteBufferWaterMark(2 << 20, 4 << 20);

    private Binding() {}

    /**
     * Listens for connections.
     *
     * @param accepted takes each connection, on the loop, before it is active
     * @throws IOException where the address cannot be had
     */
    public static Channel connections(
            Transport transport, LoopContext loop, InetSocketAddress address, Consumer<SocketChannel> accepted)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop.eventLoop(), loop.eventLoop())
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accepted.accept(channel);
                    }
                });
        return bind(bootstrap, transport, address);
    }

    /**
     * Listens for datagrams.
     *
     * @param longest bytes of a datagram that are read; what is beyond them is lost
     * @throws IOException where the address cannot be had
     */
    public static Channel datagrams(
            Transport transport, LoopContext loop, InetSocketAddress address, int longest, ChannelHandler handler)
            throws IOException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(transport.datagram())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(longest))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ANSWERS)
                .handler(handler);
        return bind(bootstrap, transport, address);
    }

    private static Channel bind(AbstractBootstrap<?, ?> bootstrap, Transport transport, InetSocketAddress address)
            throws IOException {
        switch (transport.name()) {
            case "io_uring" -> bootstrap.option(IoUringChannelOption.SO_REUSEPORT, true);
            case "epoll" -> bootstrap.option(EpollChannelOption.SO_REUSEPORT, true);
            default -> bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
        }
        try {
            return bootstrap.bind(address).sync().channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while listening on " + address, e);
        } catch (Exception e) { // sync() throws what bind failed with, checked or not
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Closes sockets, and waits until they are. */
    public static void close(List<Channel> sockets) {
        sockets.forEach(channel -> channel.close().awaitUninterruptibly());
    }
}
