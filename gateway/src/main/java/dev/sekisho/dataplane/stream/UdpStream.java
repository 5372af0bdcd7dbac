package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.socket.Binding;
import dev.sekisho.dataplane.listener.socket.Slots;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.UpstreamService;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A stream of UDP datagrams. Thread-safe. */
public final class UdpStream implements StreamSocket {

    private final Loops loops;
    private final StreamSettings settings;
    private final StreamTelemetry telemetry;
    private final Function<String, Optional<UpstreamService>> upstreams;
    private final Slots slots;
    private final List<Channel> sockets = new ArrayList<>();
    private final List<UdpSessions> sessions = new ArrayList<>();
    private volatile boolean stopped;

    private UdpStream(
            Loops loops,
            StreamSettings settings,
            StreamTelemetry telemetry,
            Function<String, Optional<UpstreamService>> upstreams) {
        this.loops = loops;
        this.settings = settings;
        this.telemetry = telemetry;
        this.upstreams = upstreams;
        this.slots = new Slots(settings.connections());
    }

    /**
     * Listens on the address.
     *
     * @param telemetry where to count, and who sees sessions end
     * @param upstreams gives the upstream of a name as it serves now
     * @throws IOException where the address cannot be had
     */
    public static UdpStream open(
            Loops loops,
            InetSocketAddress address,
            StreamSettings settings,
            StreamTelemetry telemetry,
            Function<String, Optional<UpstreamService>> upstreams)
            throws IOException {
        UdpStream stream = new UdpStream(loops, settings, telemetry, upstreams);
        InetSocketAddress bound = address;
        try {
            for (LoopContext loop : loops.contexts()) {
                UdpSessions own = new UdpSessions(stream, loop);
                int longest = settings.datagram() + 1; // one more tells that it is too long
                Channel socket = Binding.datagrams(loops.transport(), loop, bound, longest, own);
                stream.sessions.add(own);
                stream.sockets.add(socket);
                bound = (InetSocketAddress) socket.localAddress();
            }
        } catch (IOException e) {
            Binding.close(stream.sockets);
            throw e;
        }
        return stream;
    }

    Loops loops() {
        return loops;
    }

    StreamSettings settings() {
        return settings;
    }

    StreamTelemetry telemetry() {
        return telemetry;
    }

    StreamCounts counts() {
        return telemetry.counts();
    }

    Slots slots() {
        return slots;
    }

    /** Whether there are no new sessions. */
    boolean isStopped() {
        return stopped;
    }

    /** The upstream as it serves now. */
    Optional<UpstreamService> upstream() {
        return settings.names().others().flatMap(upstreams);
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) sockets.getFirst().localAddress();
    }

    @Override
    public void stopAccepting() {
        stopped = true;
    }

    @Override
    public void retire() {
        stopAccepting();
        Binding.close(sockets);
        closeAll();
    }

    @Override
    public void closeAll() {
        for (int i = 0; i < sessions.size(); i++) {
            EventLoop loop = loops.contexts().get(i).eventLoop();
            if (!loop.isShuttingDown()) {
                loop.execute(sessions.get(i)::closeAll);
            }
        }
    }

    @Override
    public int open() {
        return 0;
    }
}
