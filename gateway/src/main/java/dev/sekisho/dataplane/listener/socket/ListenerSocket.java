package dev.sekisho.dataplane.listener.socket;

import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.tls.CurrentTls;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.transport.Loops;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One address that clients connect to: a listening socket on each loop (SO_REUSEPORT), so that a connection stays on the
 * loop that accepted it. Thread-safe.
 */
public final class ListenerSocket implements Serving {

    private final Loops loops;
    private final Supplier<Generation> generation;
    private final ListenerSettings settings;
    private final List<Channel> sockets = new ArrayList<>();
    private final List<ConnectionSet> connections = new CopyOnWriteArrayList<>(); // read by loops that accept already
    private final Slots slots;
    private volatile boolean draining;
    private final CurrentTls tls;

    private ListenerSocket(
            Loops loops, ListenerSettings settings, Optional<TlsHosts> tls, Supplier<Generation> generation) {
        this.loops = loops;
        this.tls = new CurrentTls(tls);
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
        Channel channel = Binding.connections(loops.transport(), loop, address, set::accepted);
        set.accepting = channel;
        sockets.add(channel);
        connections.add(set);
        return (InetSocketAddress) channel.localAddress();
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
        return tls.get();
    }

    /** Handshakes from now on use these; the ones before are let go once no handshake can begin with them. */
    public void tls(TlsHosts next) {
        tls.replace(next, loops.contexts().getFirst().eventLoop());
    }

    /** Lets the certificates go; once the loops have ended, or no connection is left. */
    public void releaseTls() {
        tls.release();
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
        onLoops(ConnectionSet::update);
    }

    /** Every response from now on is the last of its connection; new connections are still served. */
    public void drain() {
        draining = true;
        onLoops(ConnectionSet::drain);
    }

    /** Accepts no more connections. */
    public void stopAccepting() {
        Binding.close(sockets);
    }

    /** Closes the connections on which no request is under way. */
    public void closeIdle() {
        onLoops(ConnectionSet::closeIdle);
    }

    /** Ends WebSockets in good order: each side is sent a close frame (1001) and has a few seconds to answer. */
    public void endWebSockets() {
        onLoops(ConnectionSet::endWebSockets);
    }

    /** Closes all connections, whatever is under way on them. */
    public void closeAll() {
        onLoops(ConnectionSet::closeAll);
    }

    private void onLoops(Consumer<ConnectionSet> what) {
        for (int i = 0; i < connections.size(); i++) {
            ConnectionSet set = connections.get(i);
            EventLoop eventLoop = loops.contexts().get(i).eventLoop();
            if (!eventLoop.isShuttingDown()) {
                eventLoop.execute(() -> what.accept(set));
            }
        }
    }

    /** Connections that are open. */
    public int open() {
        return connections.stream().mapToInt(ConnectionSet::size).sum();
    }
}
