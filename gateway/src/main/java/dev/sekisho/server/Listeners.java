package dev.sekisho.server;

import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.socket.ListenerSocket;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.model.Address;
import dev.sekisho.model.Listener;
import dev.sekisho.model.ListenerTls;
import dev.sekisho.model.Model;
import dev.sekisho.snapshot.SnapshotHolder;
import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.Sample;
import dev.sekisho.tls.TlsLoader;
import dev.sekisho.tls.ocsp.Stapler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that are listened on. A change opens the new ones first; one that is gone stops accepting, and its
 * connections end with their next response. Not thread-safe: one change at a time.
 */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private static final List<String> HTTP1 = List.of(ApplicationProtocolNames.HTTP_1_1);
    private static final List<String> HTTP =
            List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

    private final Loops loops;
    private final List<Address> replaced;
    private final List<Address> tlsReplaced;
    private final Map<Listener, ListenerSocket> open = new LinkedHashMap<>();
    private final List<ListenerSocket> leaving = new ArrayList<>();
    private final Stapler stapler = new Stapler();
    private final LongAdder loaded = new LongAdder();
    private final LongAdder kept = new LongAdder();

    Listeners(Loops loops, List<Address> replaced, List<Address> tlsReplaced) {
        this.loops = loops;
        this.replaced = List.copyOf(replaced);
        this.tlsReplaced = List.copyOf(tlsReplaced);
    }

    /** The listeners of a model, with the addresses of the command line in place of their own. */
    private List<Listener> wanted(Model model) throws IOException {
        if (model.listeners().isEmpty() || replaced.isEmpty() && tlsReplaced.isEmpty()) {
            return model.listeners();
        }
        List<Listener> plain =
                model.listeners().stream().filter(l -> l.tls().isEmpty()).toList();
        List<Listener> encrypted =
                model.listeners().stream().filter(l -> l.tls().isPresent()).toList();
        if (!tlsReplaced.isEmpty() && encrypted.isEmpty()) {
            throw new IOException("--tls-listen: no listener has tls (expected: one whose certificates to use)");
        }
        List<Listener> all = new ArrayList<>();
        if (replaced.isEmpty()) {
            all.addAll(plain);
        } else {
            Listener like = (plain.isEmpty() ? encrypted : plain).getFirst();
            replaced.forEach(address -> all.add(at(address, like, Optional.empty())));
        }
        if (tlsReplaced.isEmpty()) {
            all.addAll(encrypted);
        } else {
            Listener like = encrypted.getFirst();
            tlsReplaced.forEach(address -> all.add(at(address, like, like.tls())));
        }
        return all;
    }

    private static Listener at(Address address, Listener like, Optional<ListenerTls> tls) {
        return new Listener(
                like.name(),
                address,
                like.trustedProxies(),
                like.forwarded(),
                like.via(),
                like.proxyProtocol(),
                tls,
                like.http2(),
                tls.isEmpty() ? like.redirectToHttps() : Optional.empty(),
                like.trace(),
                like.connect(),
                like.limits(),
                like.timeouts(),
                like.origin());
    }

    /** What a change has opened, until it is certain that it stays. */
    record Change(Map<Listener, ListenerSocket> next, List<ListenerSocket> opened) {}

    /**
     * Opens what a model asks for beyond what is open.
     *
     * @throws IOException where an address cannot be had; nothing is left open then
     */
    Change prepare(Model model, SnapshotHolder holder) throws IOException {
        Map<Listener, ListenerSocket> next = new LinkedHashMap<>();
        List<ListenerSocket> opened = new ArrayList<>();
        for (Listener listener : wanted(model)) {
            ListenerSocket known = open.get(listener);
            if (known == null) {
                try {
                    probe(address(listener), opened);
                    known = open(listener, holder);
                } catch (IOException e) {
                    opened.forEach(ListenerSocket::stopAccepting);
                    throw new IOException(
                            listener.origin() + ": listener " + listener.name() + ": " + e.getMessage(), e);
                }
                opened.add(known);
            }
            next.put(listener, known);
        }
        return new Change(next, opened);
    }

    private ListenerSocket open(Listener listener, SnapshotHolder holder) throws IOException {
        Optional<TlsHosts> tls = Optional.empty();
        if (listener.tls().isPresent()) {
            tls = Optional.of(TlsLoader.load(listener.tls().get(), protocols(listener)));
        }
        ListenerSettings settings = ListenerSettings.of(listener);
        return ListenerSocket.open(loops, address(listener), settings, tls, holder);
    }

    private static List<String> protocols(Listener listener) {
        return listener.http2().enabled() ? HTTP : HTTP1;
    }

    /** The files that the certificates of the listeners stand in. */
    Set<Path> tlsFiles() {
        return open.keySet().stream()
                .flatMap(listener -> listener.tls().stream())
                .flatMap(tls -> TlsLoader.files(tls).stream())
                .collect(Collectors.toSet());
    }

    /** Reads the certificates again; those of a listener that cannot be read stay as they are. */
    void rotate() {
        open.forEach((listener, socket) -> listener.tls().ifPresent(tls -> {
            try {
                socket.tls(TlsLoader.load(tls, protocols(listener)));
                loaded.increment();
                LOG.info("listener {}: certificates read again", listener.name());
            } catch (IOException e) {
                kept.increment();
                LOG.error("listener {}: the earlier certificates stay in use: {}", listener.name(), e.getMessage());
            }
        }));
        staple();
    }

    private void staple() {
        stapler.follow(open.values().stream()
                .map(ListenerSocket::tls)
                .filter(Objects::nonNull)
                .flatMap(tls -> tls.staples().stream())
                .toList());
    }

    /** What becomes of certificates while the gateway runs. */
    void addTo(MetricsRegistry registry) {
        registry.add(
                Family.Head.counter(
                        "api_gateway_tls_certificate_reloads_total",
                        "Certificates of listeners read again after a file changed; kept: the earlier ones stay in use.",
                        "result"),
                () -> List.of(new Sample(loaded.sum(), "loaded"), new Sample(kept.sum(), "kept")));
        registry.add(
                Family.Head.counter(
                        "api_gateway_tls_ocsp_responses_total", "OCSP responses that were asked for.", "result"),
                () -> List.of(new Sample(stapler.fetched(), "good"), new Sample(stapler.failed(), "failed")));
    }

    /** Whether clients speak TLS there. */
    boolean isEncrypted(InetSocketAddress address) {
        return open.values().stream().anyMatch(s -> s.address().equals(address) && s.tls() != null);
    }

    /**
     * Listening sockets share their port (SO_REUSEPORT), with another process too, which would then take part of the
     * traffic without a word; a plain socket tells whether the port is somebody else's.
     */
    private void probe(InetSocketAddress address, List<ListenerSocket> opened) throws IOException {
        boolean ours = Stream.concat(open.values().stream(), opened.stream())
                .anyMatch(s -> s.address().getPort() == address.getPort());
        if (!ours && address.getPort() != 0) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(address);
            } catch (IOException e) {
                throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
            }
        }
    }

    private static InetSocketAddress address(Listener listener) {
        Address address = listener.address();
        return address.host().isEmpty()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    /** Makes a change final: what it no longer has stops accepting. */
    void commit(Change change) {
        open.forEach((listener, socket) -> {
            if (!change.next().containsValue(socket)) {
                socket.drain();
                socket.stopAccepting();
                socket.closeIdle();
                leaving.add(socket);
            }
        });
        leaving.removeIf(socket -> {
            boolean gone = socket.open() == 0;
            if (gone) {
                socket.releaseTls();
            }
            return gone;
        });
        open.clear();
        open.putAll(change.next());
        staple();
    }

    /** Takes a change back. */
    void abandon(Change change) {
        change.opened().forEach(ListenerSocket::stopAccepting);
    }

    /** Lets all certificates go, once the loops have ended. */
    void release() {
        stapler.close();
        all().forEach(ListenerSocket::releaseTls);
    }

    /** The addresses that are listened on, in the order of the configuration. */
    List<InetSocketAddress> addresses() {
        return open.values().stream().map(ListenerSocket::address).toList();
    }

    /** All sockets with connections, those that are leaving included. */
    List<ListenerSocket> all() {
        List<ListenerSocket> sockets = new ArrayList<>(open.values());
        sockets.addAll(leaving);
        return sockets;
    }
}
