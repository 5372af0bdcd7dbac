package dev.sekisho.server;

import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.stream.StreamCounts;
import dev.sekisho.dataplane.stream.StreamObserver;
import dev.sekisho.dataplane.stream.StreamSettings;
import dev.sekisho.dataplane.stream.StreamSocket;
import dev.sekisho.dataplane.stream.StreamTelemetry;
import dev.sekisho.dataplane.stream.TcpStream;
import dev.sekisho.dataplane.stream.UdpStream;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.model.Address;
import dev.sekisho.model.Model;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.StreamProtocol;
import dev.sekisho.snapshot.SnapshotHolder;
import dev.sekisho.tls.TlsLoader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of streams. A change opens the new ones first; one that is gone gives its address up, and its connections live
 * on until they end by themselves. Not thread-safe: one change at a time.
 */
final class Streams {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final Loops loops;
    private final StreamObserver observer;
    private final Map<StreamListener, StreamSocket> open = new LinkedHashMap<>();
    private final List<StreamSocket> leaving = new ArrayList<>();
    private final Map<String, StreamCounts> counts = new ConcurrentHashMap<>();

    Streams(Loops loops, StreamObserver observer) {
        this.loops = loops;
        this.observer = observer;
    }

    /** What a change has opened, until it is certain that it stays. */
    record Change(Map<StreamListener, StreamSocket> next, List<StreamSocket> opened) {}

    /**
     * Opens what a model asks for beyond what is open.
     *
     * @throws IOException where an address cannot be had; nothing is left open then
     */
    Change prepare(Model model, SnapshotHolder holder) throws IOException {
        Map<StreamListener, StreamSocket> next = new LinkedHashMap<>();
        List<StreamSocket> opened = new ArrayList<>();
        for (StreamListener stream : model.streams()) {
            StreamSocket known = open.get(stream);
            if (known == null) {
                try {
                    known = open(stream, holder);
                } catch (IOException e) {
                    opened.forEach(Streams::closed);
                    throw new IOException(stream.origin() + ": stream " + stream.name() + ": " + e.getMessage(), e);
                }
                opened.add(known);
            }
            next.put(stream, known);
        }
        return new Change(next, opened);
    }

    private StreamSocket open(StreamListener stream, SnapshotHolder holder) throws IOException {
        InetSocketAddress address = address(stream.address());
        probe(stream.protocol(), address);
        StreamSettings settings = StreamSettings.of(stream);
        StreamTelemetry own = new StreamTelemetry(
                counts.computeIfAbsent(
                        stream.name(), name -> new StreamCounts(loops.contexts().size())),
                observer);
        Function<String, Optional<UpstreamService>> upstreams =
                name -> Optional.ofNullable(holder.snapshot().upstreams().get(name));
        if (stream.protocol() == StreamProtocol.UDP) {
            return UdpStream.open(loops, address, settings, own, upstreams);
        }
        Optional<TlsHosts> tls = Optional.empty();
        if (stream.tls().isPresent()) {
            tls = Optional.of(TlsLoader.load(stream.tls().get(), List.of()));
        }
        try {
            return TcpStream.open(loops, address, settings, tls, own, upstreams);
        } catch (IOException e) {
            tls.ifPresent(TlsHosts::release);
            throw e;
        }
    }

    /** Sockets of loops share their port, with another process too: a plain one tells whether it is somebody else's. */
    private void probe(StreamProtocol protocol, InetSocketAddress address) throws IOException {
        boolean ours = open.entrySet().stream()
                .anyMatch(entry -> entry.getKey().protocol() == protocol
                        && entry.getValue().address().getPort() == address.getPort());
        if (ours || address.getPort() == 0) {
            return;
        }
        try {
            if (protocol == StreamProtocol.UDP) {
                new DatagramSocket(address).close();
            } else {
                try (ServerSocket probe = new ServerSocket()) {
                    probe.setReuseAddress(true);
                    probe.bind(address);
                }
            }
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress address(Address address) {
        return address.host().isEmpty()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    /** The files that the certificates of streams stand in. */
    Set<Path> tlsFiles() {
        return open.keySet().stream()
                .flatMap(stream -> stream.tls().stream())
                .flatMap(tls -> TlsLoader.files(tls).stream())
                .collect(Collectors.toSet());
    }

    /** Reads the certificates again; those of a stream that cannot be read stay as they are. */
    void rotate() {
        open.forEach((stream, socket) -> {
            if (socket instanceof TcpStream tcp && stream.tls().isPresent()) {
                try {
                    tcp.tls(TlsLoader.load(stream.tls().get(), List.of()));
                    LOG.info("stream {}: certificates read again", stream.name());
                } catch (IOException e) {
                    LOG.error("stream {}: the earlier certificates stay in use: {}", stream.name(), e.getMessage());
                }
            }
        });
    }

    /** Makes a change final. */
    void commit(Change change) {
        open.values().stream()
                .filter(socket -> !change.next().containsValue(socket))
                .forEach(socket -> {
                    socket.retire();
                    leaving.add(socket);
                });
        leaving.removeIf(socket -> {
            boolean gone = socket.open() == 0;
            if (gone) {
                release(socket);
            }
            return gone;
        });
        open.clear();
        open.putAll(change.next());
        List<String> names = open.keySet().stream().map(StreamListener::name).toList();
        counts.keySet().removeIf(name -> !names.contains(name) && counted(name) == 0);
    }

    private long counted(String name) {
        StreamCounts known = counts.get(name);
        return known == null ? 0 : known.open();
    }

    /** Takes a change back. */
    void abandon(Change change) {
        change.opened().forEach(Streams::closed);
    }

    private static void closed(StreamSocket socket) {
        socket.retire();
        release(socket);
    }

    private static void release(StreamSocket socket) {
        if (socket instanceof TcpStream tcp) {
            tcp.releaseTls();
        }
    }

    /** Lets all certificates go, once the loops have ended. */
    void release() {
        all().forEach(Streams::release);
    }

    /** The addresses that are listened on, in the order of the configuration. */
    List<InetSocketAddress> addresses() {
        return open.values().stream().map(StreamSocket::address).toList();
    }

    /** All sockets with connections, those that are leaving included. */
    List<StreamSocket> all() {
        List<StreamSocket> sockets = new ArrayList<>(open.values());
        sockets.addAll(leaving);
        return sockets;
    }

    /** What the streams have carried, by their names. */
    Map<String, StreamCounts> counts() {
        return counts;
    }
}
