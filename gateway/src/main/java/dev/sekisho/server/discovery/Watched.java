package dev.sekisho.server.discovery;

import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.model.Address;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of one upstream's endpoints. Guarded by the lock of discovery. */
final class Watched {

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final int MAX_WEIGHT = 65_535; // as of a target

    private final Map<Address, Address> connectTo;
    private final TargetsReader reader;
    private final Map<String, WatchedName> names = new LinkedHashMap<>();
    private Upstream upstream;
    private Optional<WatchedFile> file = Optional.empty();
    private Optional<Report> reported = Optional.empty();
    private int settling;

    /** What the sink was told. */
    record Report(List<Endpoint> endpoints, boolean unresolved) {}

    /** What no two endpoints share. Its methods are written out since those that the JVM makes at first use delay a start. */
    private record Identity(Address target, InetSocketAddress where) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity(Address name, InetSocketAddress address)
                    && name.port() == target.port()
                    && name.host().equals(target.host())
                    && address.equals(where);
        }

        @Override
        public int hashCode() {
            return 31 * target.host().hashCode() + where.hashCode();
        }
    }

    Watched(Upstream upstream, Map<Address, Address> connectTo, TargetsReader reader, long now) {
        this.upstream = upstream;
        this.connectTo = connectTo;
        this.reader = reader;
        define(upstream, now);
    }

    Upstream upstream() {
        return upstream;
    }

    Optional<WatchedFile> file() {
        return file;
    }

    Collection<WatchedName> names() {
        return names.values();
    }

    /** Takes another definition of the upstream; what is known of names and files that it shares with the old stays. */
    void define(Upstream now, long at) {
        if (now != upstream && !now.dns().equals(upstream.dns())) {
            names.values().forEach(name -> name.again(at));
        }
        upstream = now;
        Optional<Path> path = now.targetsFile().flatMap(this::locate);
        if (!path.equals(file.map(WatchedFile::path))) {
            file = path.map(found -> new WatchedFile(now.name(), found, reader));
        }
        need(at);
    }

    private Optional<Path> locate(String text) {
        try {
            return Optional.of(WatchedFile.locate(text, upstream.origin()));
        } catch (InvalidPathException _) {
            LOG.warn("targetsFile of upstream {}: {} (expected: a path)", upstream.name(), text);
            return Optional.empty();
        }
    }

    /** Takes up the names that the targets of now have. */
    void need(long at) {
        hosts().forEach(host -> names.computeIfAbsent(host, _ -> new WatchedName(upstream.name(), host, at)));
    }

    /** Forgets names that no target has any more. */
    void forget() {
        names.keySet().retainAll(hosts());
    }

    /** Holds back reports of single changes, since a whole one follows. */
    void settle(int change) {
        settling += change;
    }

    /** What to report; empty where nothing has changed, or a whole report follows. */
    Optional<Report> change() {
        Report now = new Report(endpoints(), unresolved());
        if (settling > 0 || reported.equals(Optional.of(now))) {
            return Optional.empty();
        }
        reported = Optional.of(now);
        return reported;
    }

    /** Everything, changed or not. */
    Report whole() {
        Report now = new Report(endpoints(), unresolved());
        reported = Optional.of(now);
        return now;
    }

    /** Names and files of which nothing was ever known. */
    long unknown() {
        long unread = file.stream().filter(f -> f.targets().isEmpty()).count();
        Set<String> hosts = hosts();
        return unread
                + names.values().stream()
                        .filter(name ->
                                hosts.contains(name.host()) && name.answer().isEmpty())
                        .count();
    }

    private boolean unresolved() {
        return unknown() > 0;
    }

    private List<Target> targets() {
        List<Target> all = new ArrayList<>(upstream.targets());
        file.flatMap(WatchedFile::targets).ifPresent(all::addAll);
        return all;
    }

    private Set<String> hosts() {
        Set<String> hosts = new HashSet<>();
        for (Target target : targets()) {
            Address real = real(target);
            if (literal(real.host()).isEmpty()) {
                hosts.add(real.host());
            }
        }
        return hosts;
    }

    private Address real(Target target) {
        return connectTo.getOrDefault(target.address(), target.address());
    }

    private List<Endpoint> endpoints() {
        Map<Identity, Endpoint> endpoints = new LinkedHashMap<>();
        for (Target target : targets()) {
            for (Endpoint endpoint : endpoints(target)) {
                endpoints.putIfAbsent(new Identity(endpoint.target(), endpoint.where()), endpoint);
            }
        }
        return List.copyOf(endpoints.values());
    }

    private List<Endpoint> endpoints(Target target) {
        Address real = real(target);
        Optional<InetAddress> literal = literal(real.host());
        if (literal.isPresent()) {
            return List.of(endpoint(target, real, Place.of(literal.get())));
        }
        return Optional.ofNullable(names.get(real.host())).flatMap(WatchedName::answer).stream()
                .flatMap(answer -> answer.places().stream())
                .map(place -> endpoint(target, real, place))
                .toList();
    }

    private static Endpoint endpoint(Target target, Address real, Place place) {
        int port = place.service().map(Address::port).orElse(real.port());
        long weight = (long) target.weight() * place.weight();
        return new Endpoint(
                place.service().orElse(target.address()),
                new InetSocketAddress(place.address(), port),
                (int) Math.min(weight, MAX_WEIGHT),
                target.backup() || place.backup(),
                target.drain(),
                target.labels(),
                Endpoint.Own.of(target));
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
