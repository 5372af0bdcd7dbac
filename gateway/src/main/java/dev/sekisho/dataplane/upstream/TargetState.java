package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.balancer.KeyHash;
import dev.sekisho.dataplane.upstream.balancer.LatencyAverage;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.health.HealthEvents;
import dev.sekisho.dataplane.upstream.health.TargetHealth;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.model.Address;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.UpstreamTls;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one target from snapshot to snapshot, by its identity: the connections to it, one pool a loop, its health,
 * and how busy and how fast it is. Thread-safe.
 */
public final class TargetState {

    private static final int PADDING = 16; // ints between the counters of two loops, so that they share no cache line

    /**
     * What makes two targets the same.
     *
     * @param upstream name of the upstream
     * @param address host and port as configured
     * @param where the address that this stands for
     * @param protocol what is spoken to it: a connection made under other rules must not serve
     * @param tls how that is encrypted
     * @param proxyProtocol what goes ahead on a connection
     */
    public record Identity(
            String upstream,
            Address address,
            InetSocketAddress where,
            Protocol protocol,
            Optional<UpstreamTls> tls,
            ProxyHeader proxyProtocol) {}

    private final Identity identity;
    private final byte[] text;
    private final long hash;
    private final Transport transport;
    private final TargetHealth health;
    private final List<ConnectionPool> pools = new ArrayList<>();
    private final List<LatencyAverage> latencies = new ArrayList<>();
    private final AtomicIntegerArray active;
    private volatile @Nullable CircuitBreaker breaker;

    /** A target without connections, taken to be healthy. */
    public TargetState(Identity identity, Transport transport, int loops, HealthEvents events) {
        this.identity = identity;
        this.text = Ascii.bytes(identity.address().toString());
        byte[] name = Ascii.bytes(
                identity.address() + " " + identity.where().getAddress().getHostAddress() + " "
                        + identity.where().getPort());
        this.hash = KeyHash.of(name, 0, name.length);
        this.transport = transport;
        this.health = new TargetHealth(identity.upstream(), label(identity), events, System.nanoTime());
        this.active = new AtomicIntegerArray(loops * PADDING);
        for (int i = 0; i < loops; i++) {
            pools.add(new ConnectionPool());
            latencies.add(new LatencyAverage());
        }
    }

    private static String label(Identity identity) {
        return identity.address().toString();
    }

    /** The identity. */
    public Identity identity() {
        return identity;
    }

    /** Whether it can serve, and why not. */
    public TargetHealth health() {
        return health;
    }

    /** The breaker of this target alone, if its upstream has such. */
    public Optional<CircuitBreaker> breaker() {
        return Optional.ofNullable(breaker);
    }

    @Nullable
    CircuitBreaker breakerOrNull() {
        return breaker;
    }

    /** Sets the breaker of this target alone; null for none. */
    void breaker(@Nullable CircuitBreaker next) {
        breaker = next;
    }

    /** Host and port as ASCII text; not to be changed. */
    byte[] text() {
        return text;
    }

    /** A number for this address, the same over restarts. */
    long hash() {
        return hash;
    }

    Transport transport() {
        return transport;
    }

    ConnectionPool pool(LoopContext loop) {
        return pools.get(loop.index());
    }

    LatencyAverage latency(LoopContext loop) {
        return latencies.get(loop.index());
    }

    /** A call to it begins (1) or is over (-1), on its loop. */
    void countCall(LoopContext loop, int change) {
        int at = loop.index() * PADDING;
        active.setOpaque(at, active.getPlain(at) + change); // one writer, the loop
    }

    /** Calls under way on all loops, a moment late. */
    public int active() {
        int sum = 0;
        for (int i = 0; i < active.length(); i += PADDING) {
            sum += active.getOpaque(i);
        }
        return sum;
    }

    /** Connections open on all loops. */
    public int open() {
        return pools.stream().mapToInt(ConnectionPool::open).sum();
    }

    /** Connections on all loops that serve nobody. */
    public int idle() {
        return pools.stream().mapToInt(ConnectionPool::idle).sum();
    }

    /** Closes idle connections, those in use when they are done; for a target that is no longer used. */
    public void retire(List<LoopContext> loops) {
        for (LoopContext loop : loops) {
            loop.eventLoop().execute(() -> pool(loop).retire());
        }
    }
}
