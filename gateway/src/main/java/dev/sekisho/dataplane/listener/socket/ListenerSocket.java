package dev.sekisho.dataplane.listener.socket;

import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.transport.Loops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One address that clients connect to: a listening socket on each loop (SO_REUSEPORT), so that a connection stays on the
 * loop that accepted it. Thread-safe.
 */
public final class ListenerSocket implements Serving {

    private static final int BACKLOG = 4096; // connections that wait to be accepted; the kernel may allow fewer
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private final Loops loops;
    private final Supplier<Generation> generation;
    private final ListenerSettings settings;
    private final List<Channel> sockets = new ArrayList<>();
    private final List<ConnectionSet> connections = new CopyOnWriteArrayList<>(); // read by loops that accept already
    private final Slots slots;
    private volatile boolean draining;
    private volatile @Nullable TlsHosts tls;
    private final Queue<TlsHosts> retired = new ConcurrentLinkedQueue<>();

    private ListenerSocket(
            Loops loops, ListenerSettings settings, Optional<TlsHosts> tls, Supplier<Generation> generation) {
        this.loops = loops;
        this.tls = tls.orElse(null);
        this.settings = settings;
        this.slots = new Slots(settings.maxConnections());
        this.generation = generation;
    }

    /**
     * Listens on the address.
     *
     * @param tls certificates and rules of TLS; empty for connections in the clear
     * @param generation gives what serves new requests
     * @throws IOException where the address cannot be had
     */
    public static ListenerSocket open(
            Loops loops,
            InetSocketAddress address,
            ListenerSettings settings,
            Optional<TlsHosts> tls,
            Supplier<Generation> generation)
            throws IOException {
        ListenerSocket socket = new ListenerSocket(loops, settings, tls, generation);
        InetSocketAddress bound = address;
        try {
            for (LoopContext loop : loops.contexts()) {
                bound = socket.bind(loop, bound);
            }
        } catch (IOException e) {
            socket.stopAccepting();
            throw e;
        }
        return socket;
    }

    private InetSocketAddress bind(LoopContext loop, InetSocketAddress address) throws IOException {
        ConnectionSet set = new ConnectionSet(loop, this, slots, this::update);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop.eventLoop(), loop.eventLoop())
                .channel(loops.transport().server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        set.accepted(channel);
                    }
                });
        reusePort(bootstrap);
        try {
            Channel channel = bootstrap.bind(address).sync().channel();
            set.accepting = channel;
            sockets.add(channel);
            connections.add(set);
            return (InetSocketAddress) channel.localAddress();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while listening on " + address, e);
        } catch (Exception e) { // sync() throws what bind failed with, checked or not
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private void reusePort(ServerBootstrap bootstrap) {
        switch (loops.transport().name()) {
            case "io_uring" -> bootstrap.option(IoUringChannelOption.SO_REUSEPORT, true);
            case "epoll" -> bootstrap.option(EpollChannelOption.SO_REUSEPORT, true);
            default -> bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
        }
    }

    /** The address that is listened on, with the port that the system chose. */
    public InetSocketAddress address() {
        return (InetSocketAddress) sockets.getFirst().localAddress();
    }

    @Override
    public ListenerSettings settings() {
        return settings;
    }

    @Override
    public @Nullable TlsHosts tls() {
        return tls;
    }

    /** Handshakes from now on use these; the ones before are let go once no handshake can begin with them. */
    public void tls(TlsHosts next) {
        TlsHosts before = tls;
        tls = next;
        if (before != null) {
            retired.add(before);
            long later = 2 * before.handshakeMillis();
            loops.contexts().getFirst().eventLoop().schedule(() -> release(before), later, TimeUnit.MILLISECONDS);
        }
    }

    private void release(TlsHosts before) {
        if (retired.remove(before)) {
            before.release();
        }
    }

    /** Lets the certificates go; once the loops have ended, or no connection is left. */
    public void releaseTls() {
        TlsHosts last = tls;
        tls = null;
        if (last != null) {
            last.release();
        }
        List.copyOf(retired).forEach(this::release);
    }

    @Override
    public Generation current() {
        return generation.get();
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public void opened(LoopContext loop) {
        loop.countConnection(1);
    }

    @Override
    public void closed(LoopContext loop) {
        loop.countConnection(-1);
    }

    /** At the limit no more are accepted on any loop: those who come wait with the kernel until one closes. */
    private void update() {
        for (int i = 0; i < connections.size(); i++) {
            EventLoop eventLoop = loops.contexts().get(i).eventLoop();
            if (!eventLoop.isShuttingDown()) {
                eventLoop.execute(connections.get(i)::update);
            }
        }
    }

    /** Every response from now on is the last of its connection; new connections are still served. */
    public void drain() {
        draining = true;
    }

    /** Accepts no more connections. */
    public void stopAccepting() {
        sockets.forEach(channel -> channel.close().awaitUninterruptibly());
    }

    /** Closes the connections on which no request is under way. */
    public void closeIdle() {
        for (int i = 0; i < connections.size(); i++) {
            ConnectionSet set = connections.get(i);
            loops.contexts().get(i).eventLoop().execute(set::closeIdle);
        }
    }

    /** Ends WebSockets in good order: each side is sent a close frame (1001) and has a few seconds to answer. */
    public void endWebSockets() {
        for (int i = 0; i < connections.size(); i++) {
            ConnectionSet set = connections.get(i);
            loops.contexts().get(i).eventLoop().execute(set::endWebSockets);
        }
    }

    /** Closes all connections, whatever is under way on them. */
    public void closeAll() {
        for (int i = 0; i < connections.size(); i++) {
            ConnectionSet set = connections.get(i);
            loops.contexts().get(i).eventLoop().execute(set::closeAll);
        }
    }

    /** Connections that are open. */
    public int open() {
        return connections.stream().mapToInt(ConnectionSet::size).sum();
    }
}
