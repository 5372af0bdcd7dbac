package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.model.Address;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ListenerTls;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Size;
import dev.sekisho.model.SniRoute;
import dev.sekisho.model.StreamLimits;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.StreamProtocol;
import dev.sekisho.model.StreamTimeouts;
import dev.sekisho.model.TlsCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Routes of TCP, TLS and UDP. Where Kong listens for them stands in its own configuration (stream_listen), not in the file; so the port is
 * that of the route's destinations. Belongs to one compilation.
 */
final class Streams {

    private static final Set<String> PROTOCOLS = Set.of("tcp", "tls", "tls_passthrough", "udp");
    private static final StreamLimits LIMITS = new StreamLimits(100_000, new Size(65_535), Optional.empty());
    private static final StreamTimeouts TIMEOUTS =
            new StreamTimeouts(Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofSeconds(10));

    private final Graph graph;
    private final Upstreams upstreams;
    private final Map<Entity, Service> services;
    private final List<TlsCertificate> certificates;
    private final Report report;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();

    /** What comes together of the routes at one address. */
    private record Socket(
            String name, Address address, String protocol, List<String> to, List<SniRoute> sni, Origin origin) {}

    Streams(
            Graph graph,
            Upstreams upstreams,
            Map<Entity, Service> services,
            List<TlsCertificate> certificates,
            Report report) {
        this.graph = graph;
        this.upstreams = upstreams;
        this.services = services;
        this.certificates = certificates;
        this.report = report;
    }

    /** Whether a route is one of these. */
    static boolean isStream(Entity route) {
        return route.texts("protocols").stream().anyMatch(PROTOCOLS::contains);
    }

    List<StreamListener> all() {
        for (Owned owned : graph.routes()) {
            if (isStream(owned.entity())) {
                route(owned);
            }
        }
        return sockets.values().stream().map(this::listener).toList();
    }

    private void route(Owned owned) {
        Entity route = owned.entity();
        String name = graph.names().of(route);
        Optional<Service> service = owned.owner().map(services::get);
        if (service.isEmpty()) {
            if (owned.owner().isEmpty()) {
                report.add(Kinds.NO_SERVICE, route.at(), "route " + name + ": no service", "");
            }
            return;
        }
        List<String> protocols = route.texts("protocols");
        if (protocols.size() > 1 || !service.get().isStream()) {
            String message = "route " + name + ": protocols " + protocols + " to a service of "
                    + service.get().protocol()
                    + " (expected: one of tcp, tls, tls_passthrough and udp, and a service of tcp, tls or udp)";
            String fix =
                    protocols.size() > 1 ? "write a route for each protocol" : "change the protocol of the service";
            report.add(Kinds.REFUSED, route.at("protocols"), message, fix);
            return;
        }
        if (!route.entities("sources").isEmpty()) {
            String message = "sources: not looked at on routes of " + protocols.getFirst();
            report.add(Kinds.REFUSED, route.at("sources"), message, "let a firewall choose who may connect");
        }
        Optional<String> upstream = upstreams.of(service.get());
        List<Address> addresses = addresses(route, name);
        upstream.ifPresent(to -> addresses.forEach(address -> add(route, name, protocols.getFirst(), address, to)));
    }

    private List<Address> addresses(Entity route, String name) {
        List<Address> found = new ArrayList<>();
        for (Entity destination : route.entities("destinations")) {
            String ip =
                    destination.text("ip").filter(text -> text.indexOf('/') < 0).orElse("0.0.0.0");
            destination.whole("port").ifPresent(port -> found.add(new Address(ip, Math.toIntExact(port))));
        }
        if (found.isEmpty()) {
            String message =
                    "route " + name + ": no port (expected: destinations with a port, where the gateway listens; Kong's"
                            + " stream_listen is in no file)";
            report.add(Kinds.REFUSED, route.at(), message, "add destinations: [{ port: 9000 }]");
        }
        return found;
    }

    private void add(Entity route, String name, String protocol, Address address, String to) {
        boolean udp = protocol.equals("udp");
        Socket socket = sockets.computeIfAbsent(
                (udp ? "udp " : "tcp ") + address,
                key -> new Socket(
                        sockets.isEmpty()
                                        || sockets.values().stream()
                                                .noneMatch(s -> s.name().equals(name))
                                ? name
                                : name + "~" + address.port(),
                        address,
                        protocol,
                        new ArrayList<>(),
                        new ArrayList<>(),
                        route.at()));
        List<HostPattern> snis = snis(route);
        boolean passes = protocol.equals("tls_passthrough");
        if (!socket.protocol().equals(protocol)
                || snis.isEmpty() && !socket.to().isEmpty()) {
            String message = "route " + name + ": " + address + " (expected: an address of its own, but the route at "
                    + socket.origin() + " has it)";
            report.add(Kinds.CONFLICT, route.at(), message, "give it another port, or tell them apart by snis");
        } else if (!snis.isEmpty() && passes) {
            socket.sni().add(new SniRoute(snis, to));
        } else {
            if (!snis.isEmpty()) {
                String message = "snis: not looked at where TLS ends here";
                report.add(Kinds.REFUSED, route.at("snis"), message, "use tls_passthrough, or a port for each name");
            }
            socket.to().add(to);
        }
    }

    private List<HostPattern> snis(Entity route) {
        List<HostPattern> hosts = new ArrayList<>();
        for (String text : route.texts("snis")) {
            try {
                HostPattern host = HostPattern.parse(text);
                if (host.isServerName()) {
                    hosts.add(host);
                    continue;
                }
            } catch (IllegalArgumentException e) {
                // told below, with what was expected
            }
            String message = "snis: " + Shown.text(text) + " (expected: a host name such as db.example.com)";
            report.add(ReaderKinds.VALUE, route.at("snis", text), message, "");
        }
        return List.copyOf(hosts);
    }

    private StreamListener listener(Socket socket) {
        boolean ends = socket.protocol().equals("tls");
        if (ends && certificates.isEmpty()) {
            String message = "stream " + socket.name() + ": no certificate (expected: certificates with snis)";
            report.add(Kinds.REFUSED, socket.origin(), message, "add one");
        }
        Optional<ListenerTls> tls =
                ends && !certificates.isEmpty() ? Optional.of(Parts.tls(certificates)) : Optional.empty();
        return new StreamListener(
                socket.name(),
                socket.address(),
                socket.protocol().equals("udp") ? StreamProtocol.UDP : StreamProtocol.TCP,
                socket.to().stream().findFirst(),
                List.copyOf(socket.sni()),
                tls,
                Optional.empty(),
                LIMITS,
                TIMEOUTS,
                socket.origin());
    }
}
