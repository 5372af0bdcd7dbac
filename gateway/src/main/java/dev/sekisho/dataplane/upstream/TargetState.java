package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.model.Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of one target from snapshot to snapshot, by its identity: the connections to it, one pool a loop, and the
 * addresses that its name last stood for. Thread-safe.
 */
public final class TargetState {

    /**
     * What makes two targets the same.
     *
     * @param upstream name of the upstream
     * @param address host and port
     */
    public record Identity(String upstream, Address address) {}

    private final Identity identity;
    private final byte[] text;
    private final Transport transport;
    private final List<ConnectionPool<UpstreamConnection>> pools = new ArrayList<>();
    private volatile List<InetSocketAddress> addresses = List.of();

    /** A target without connections, whose name is not looked up yet. */
    public TargetState(Identity identity, Transport transport, int loops) {
        this.identity = identity;
        this.text = Ascii.bytes(identity.address().toString());
        this.transport = transport;
        for (int i = 0; i < loops; i++) {
            pools.add(new ConnectionPool<>());
        }
    }

    /** The identity. */
    public Identity identity() {
        return identity;
    }

    /** Host and port as ASCII text; not to be changed. */
    byte[] text() {
        return text;
    }

    Transport transport() {
        return transport;
    }

    ConnectionPool<UpstreamConnection> pool(LoopContext loop) {
        return pools.get(loop.index());
    }

    /** Sets what the name stands for now; an empty answer keeps what was known. */
    public void resolved(List<InetSocketAddress> found) {
        if (!found.isEmpty()) {
            addresses = List.copyOf(found);
        }
    }

    /** What the name stood for last; empty where it was never found. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Connections open on all loops. */
    public int open() {
        return pools.stream().mapToInt(ConnectionPool::open).sum();
    }

    /** Connections on all loops that serve nobody. */
    public int idle() {
        return pools.stream().mapToInt(ConnectionPool::idle).sum();
    }

    /** Closes idle connections, those in use when they are done; for a target that is no longer configured. */
    public void retire(List<LoopContext> loops) {
        for (LoopContext loop : loops) {
            loop.eventLoop().execute(() -> pool(loop).discardIdle());
        }
    }
}
