package dev.sekisho.server;

import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.socket.ListenerSocket;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.model.Address;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.snapshot.SnapshotHolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sockets that are listened on. A change opens the new ones first; one that is gone stops accepting, and its
 * connections end with their next response. Not thread-safe: one change at a time.
 */
final class Listeners {

    private final Loops loops;
    private final List<Address> replaced;
    private final Map<Listener, ListenerSocket> open = new LinkedHashMap<>();
    private final List<ListenerSocket> leaving = new ArrayList<>();

    Listeners(Loops loops, List<Address> replaced) {
        this.loops = loops;
        this.replaced = List.copyOf(replaced);
    }

    /** The listeners of a model, with the addresses of {@code --listen} in place of their own. */
    private List<Listener> wanted(Model model) {
        if (replaced.isEmpty() || model.listeners().isEmpty()) {
            return model.listeners();
        }
        Listener first = model.listeners().getFirst();
        List<Listener> listeners = new ArrayList<>();
        for (Address address : replaced) {
            listeners.add(new Listener(
                    first.name(),
                    address,
                    first.trustedProxies(),
                    first.via(),
                    first.limits(),
                    first.timeouts(),
                    first.origin()));
        }
        return listeners;
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
                    probe(address(listener));
                    known = ListenerSocket.open(loops, address(listener), ListenerSettings.of(listener), holder);
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

    /**
     * Listening sockets share their port (SO_REUSEPORT), with another process too, which would then take part of the
     * traffic without a word; a plain socket tells whether the port is somebody else's.
     */
    private void probe(InetSocketAddress address) throws IOException {
        boolean ours = open.values().stream().anyMatch(s -> s.address().getPort() == address.getPort());
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
        leaving.removeIf(socket -> socket.open() == 0);
        open.clear();
        open.putAll(change.next());
    }

    /** Takes a change back. */
    void abandon(Change change) {
        change.opened().forEach(ListenerSocket::stopAccepting);
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
