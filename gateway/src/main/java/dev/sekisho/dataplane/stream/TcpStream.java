package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.proxyprotocol.ProxyProtocolFront;
import dev.sekisho.dataplane.listener.socket.Binding;
import dev.sekisho.dataplane.listener.socket.Slots;
import dev.sekisho.dataplane.listener.tls.CurrentTls;
import dev.sekisho.dataplane.listener.tls.TlsFront;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.dataplane.transport.ClosingGuard;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.UpstreamService;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A stream of TCP connections. Thread-safe. */
public final class TcpStream implements StreamSocket {

    private final Loops loops;
    private final StreamSettings settings;
    private final StreamTelemetry telemetry;
    private final Function<String, Optional<UpstreamService>> upstreams;
    private final Slots slots;
    private final List<Channel> sockets = new CopyOnWriteArrayList<>(); // read by loops that accept already
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private final CurrentTls tls;

    private TcpStream(
            Loops loops,
            StreamSettings settings,
            Optional<TlsHosts> tls,
            StreamTelemetry telemetry,
            Function<String, Optional<UpstreamService>> upstreams) {
        this.loops = loops;
        this.settings = settings;
        this.tls = new CurrentTls(tls);
        this.telemetry = telemetry;
        this.upstreams = upstreams;
        this.slots = new Slots(settings.connections());
    }

    /**
     * Listens on the address.
     *
     * @param tls certificates where TLS ends here; empty where bytes are passed on as they come
     * @param telemetry where to count, and who sees connections end
     * @param upstreams gives the upstream of a name as it serves now
     * @throws IOException where the address cannot be had
     */
    public static TcpStream open(
            Loops loops,
            InetSocketAddress address,
            StreamSettings settings,
            Optional<TlsHosts> tls,
            StreamTelemetry telemetry,
            Function<String, Optional<UpstreamService>> upstreams)
            throws IOException {
        TcpStream stream = new TcpStream(loops, settings, tls, telemetry, upstreams);
        InetSocketAddress bound = address;
        try {
            for (LoopContext loop : loops.contexts()) {
                Channel socket = Binding.connections(
                        loops.transport(), loop, bound, accepted -> stream.accepted(loop, accepted));
                stream.sockets.add(socket);
                bound = (InetSocketAddress) socket.localAddress();
            }
        } catch (IOException e) {
            stream.stopAccepting();
            throw e;
        }
        return stream;
    }

    /** Takes a connection that is not active yet. One beyond the limit came before accepting could pause. */
    private void accepted(LoopContext loop, SocketChannel channel) {
        loop.readClock();
        InetSocketAddress peer = Ends.of(channel).client();
        StreamConnection connection = new StreamConnection(settings.name(), "tcp", peer, telemetry, loop);
        if (!slots.take()) {
            connection.failed(StreamReason.LIMIT.code());
            channel.close();
            connection.over();
            return;
        }
        if (slots.isFull()) {
            update();
        }
        ClosingGuard.guard(channel);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        Relay relay = new Relay(this, connection, loop);
        relays.add(relay);
        settings.proxyProtocol().ifPresent(rules -> channel.pipeline().addLast(new ProxyProtocolFront(loop, rules)));
        TlsHosts hosts = tls.get();
        if (hosts != null) {
            channel.pipeline().addLast(new TlsFront(hosts, false));
        } else if (settings.names().any()) {
            channel.pipeline().addLast(new HelloReader(settings, relay));
        }
        channel.pipeline().addLast(relay.client());
        channel.closeFuture().addListener(closed -> {
            if (slots.give()) {
                update();
            }
            relay.clientClosed();
        });
    }

    /** At the limit no more are accepted on any loop: those who come wait with the kernel until one closes. */
    private void update() {
        for (int i = 0; i < sockets.size(); i++) {
            Channel socket = sockets.get(i);
            EventLoop loop = socket.eventLoop();
            if (!loop.isShuttingDown()) {
                loop.execute(() -> socket.config().setAutoRead(!slots.isFull()));
            }
        }
    }

    StreamSettings settings() {
        return settings;
    }

    /** Whether TLS ends here. */
    boolean isEncrypted() {
        return tls.get() != null;
    }

    /** The upstream of that name as it serves now. */
    Optional<UpstreamService> upstream(String name) {
        return upstreams.apply(name);
    }

    /** A connection has ended on both sides. */
    void over(Relay relay) {
        relays.remove(relay);
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) sockets.getFirst().localAddress();
    }

    @Override
    public void stopAccepting() {
        Binding.close(sockets);
    }

    @Override
    public void retire() {
        stopAccepting();
    }

    @Override
    public void closeAll() {
        relays.forEach(Relay::close);
    }

    @Override
    public int open() {
        return relays.size();
    }

    /** Handshakes from now on use these. */
    public void tls(TlsHosts next) {
        tls.replace(next, loops.contexts().getFirst().eventLoop());
    }

    /** Lets the certificates go; once no connection is left, or the loops have ended. */
    public void releaseTls() {
        tls.release();
    }
}
