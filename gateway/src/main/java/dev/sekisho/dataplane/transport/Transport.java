package dev.sekisho.dataplane.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Locale;

/**
 * A way to reach the kernel's sockets.
 *
 * @param name {@code io_uring}, {@code epoll} or {@code nio}
 * @param handlers makes what a loop waits with
 * @param server class of listening sockets
 * @param socket class of connections
 * @param datagram class of sockets for datagrams
 */
public record Transport(
        String name,
        IoHandlerFactory handlers,
        Class<? extends ServerChannel> server,
        Class<? extends SocketChannel> socket,
        Class<? extends DatagramChannel> datagram) {

    /** Entries of a loop's submission ring. A loop submits at once what more connections than this ask for in one round. */
    private static final int RING = 256;

    static {
        NettySettings.apply();
    }

    /**
     * The transport of that name, or for {@code auto} the first that works here of io_uring, epoll and NIO.
     *
     * @throws IllegalArgumentException where the name is unknown, or that transport does not work here
     */
    public static Transport select(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> IoUring.isAvailable() ? ioUring() : Epoll.isAvailable() ? epoll() : nio();
            case "io_uring" -> available(ioUring(), IoUring.unavailabilityCause());
            case "epoll" -> available(epoll(), Epoll.unavailabilityCause());
            case "nio" -> nio();
            default ->
                throw new IllegalArgumentException("transport: " + name + " (expected: auto, io_uring, epoll or nio)");
        };
    }

    private static Transport available(Transport transport, @org.jspecify.annotations.Nullable Throwable cause) {
        if (cause != null) {
            throw new IllegalArgumentException(
                    "transport: " + transport.name() + " does not work here: " + cause.getMessage()
                            + " (expected: auto, or one that does)",
                    cause);
        }
        return transport;
    }

    private static Transport ioUring() {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setRingSize(RING);
        return new Transport(
                "io_uring",
                IoUringIoHandler.newFactory(config),
                IoUringServerSocketChannel.class,
                IoUringSocketChannel.class,
                IoUringDatagramChannel.class);
    }

    private static Transport epoll() {
        return new Transport(
                "epoll",
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel.class,
                EpollSocketChannel.class,
                EpollDatagramChannel.class);
    }

    private static Transport nio() {
        return new Transport(
                "nio",
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                NioSocketChannel.class,
                NioDatagramChannel.class);
    }
}
