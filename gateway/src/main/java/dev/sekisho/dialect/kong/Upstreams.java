package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.model.Address;
import dev.sekisho.model.Balance;
import dev.sekisho.model.Health;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.UpstreamTimeouts;
import dev.sekisho.model.UpstreamTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Upstreams of the model: one for each service with a host of its own, one for each upstream and way of speaking to it (protocol, time
 * limits, TLS, retries) that services have. Belongs to one compilation.
 */
final class Upstreams {

    private static final int DEFAULT_PORT = 8_000; // of a target without one

    private final Graph graph;
    private final Certificates certificates;
    private final Report report;
    private final Map<String, Entity> byName = new HashMap<>();
    private final Map<Key, String> made = new LinkedHashMap<>();
    private final List<Upstream> upstreams = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Entity, Optional<String>> byService = new HashMap<>();
    private final Set<Entity> used = new HashSet<>();
    private final Map<Entity, List<Target>> targets = new HashMap<>();
    private final Map<Entity, Balance> balances = new HashMap<>();
    private final Map<Entity, Health> healths = new HashMap<>();

    /** What tells upstreams of the model apart; entity is the upstream, or the service where the host is its own. */
    private record Key(
            Entity entity, Protocol protocol, UpstreamTimeouts timeouts, Optional<UpstreamTls> tls, Retry retry) {}

    Upstreams(Graph graph, Certificates certificates, Report report) {
        this.graph = graph;
        this.certificates = certificates;
        this.report = report;
        Map<Entity, List<Entity>> held = new HashMap<>();
        for (Owned owned : graph.targets()) {
            owned.owner()
                    .ifPresent(owner ->
                            held.computeIfAbsent(owner, o -> new ArrayList<>()).add(owned.entity()));
        }
        for (Entity upstream : graph.upstreams()) {
            upstream.text("name").ifPresent(name -> {
                byName.putIfAbsent(name, upstream);
                names.add(name);
            });
            targets.put(upstream, targets(held.getOrDefault(upstream, List.of())));
            balances.put(upstream, Hashing.of(upstream, report));
            healths.put(upstream, Healths.of(upstream, report));
        }
    }

    /** The upstream of the file that a service's host is the name of. */
    Optional<Entity> named(Service service) {
        return Optional.ofNullable(byName.get(service.host()));
    }

    /** The name of the model's upstream for a service; nothing where its upstream has no target. */
    Optional<String> of(Service service) {
        return byService.computeIfAbsent(service.entity(), s -> make(service)); // what is wrong is told once
    }

    private Optional<String> make(Service service) {
        Entity entity = named(service).orElse(service.entity());
        boolean own = entity == service.entity();
        boolean first = !own && used.add(entity);
        List<Target> those = own ? List.of(target(service)) : targets.getOrDefault(entity, List.of());
        if (those.stream().noneMatch(target -> target.weight() > 0)) {
            return Optional.empty();
        }
        Key key = new Key(
                entity,
                service.isGrpc() ? Protocol.HTTP2 : Protocol.HTTP1,
                timeouts(service.entity()),
                certificates.towards(service, own ? Optional.empty() : Optional.of(entity)),
                Parts.retry(service.entity().number("retries")));
        String known = made.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        String name = first ? service.host() : Names.unique(own ? service.name() : service.host(), names);
        made.put(key, name);
        upstreams.add(upstream(name, key, those, own));
        return Optional.of(name);
    }

    /** Those that were asked for, in that order. */
    List<Upstream> all() {
        for (Entity upstream : graph.upstreams()) {
            if (!used.contains(upstream)) {
                String name = upstream.text("name").orElse("");
                String message = "upstream " + Shown.text(name) + ": no service has it as its host";
                report.add(
                        Kinds.UNREACHABLE,
                        upstream.at(),
                        message,
                        "set host: " + Shown.text(name) + " at a service, or remove it");
            }
        }
        return List.copyOf(upstreams);
    }

    private Upstream upstream(String name, Key key, List<Target> those, boolean own) {
        Entity entity = key.entity();
        return new Upstream(
                name,
                those,
                Optional.empty(),
                own ? Hashing.ROUND_ROBIN : balances.getOrDefault(entity, Hashing.ROUND_ROBIN),
                own ? Healths.NONE : healths.getOrDefault(entity, Healths.NONE),
                Optional.empty(),
                Optional.of(key.retry()),
                Parts.CAPS,
                key.timeouts(),
                Parts.POOL,
                key.tls(),
                key.protocol(),
                Parts.HTTP2,
                ProxyHeader.OFF,
                Parts.DNS,
                entity.at());
    }

    private static Target target(Service service) {
        return new Target(
                new Address(service.host(), service.port()),
                1,
                false,
                false,
                Map.of(),
                service.entity().at());
    }

    private List<Target> targets(List<Entity> held) {
        List<Target> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Entity target : held) {
            Optional<Address> address = address(target);
            if (target.raw("failover").isPresent()) {
                report.add(
                        Kinds.REFUSED,
                        target.at("failover"),
                        "failover: a feature of Kong's enterprise edition",
                        "remove it");
            }
            if (address.isPresent() && !seen.add(address.get().toString())) {
                String message = "target: " + address.get() + " (expected: once in an upstream)";
                report.add(Kinds.DUPLICATE, target.at("target"), message, "remove one of them; add their weights");
            } else {
                address.ifPresent(
                        a -> found.add(new Target(a, target.number("weight"), false, false, Map.of(), target.at())));
            }
        }
        return found;
    }

    private Optional<Address> address(Entity target) {
        Optional<String> text = target.text("target");
        if (text.isEmpty()) {
            String message = "target is missing (expected: host:port)";
            report.add(Kinds.CONFLICT, target.at(), message, "");
            return Optional.empty();
        }
        boolean bareIpv6 = text.get().indexOf(':') != text.get().lastIndexOf(':')
                && !text.get().startsWith("[");
        boolean port = !bareIpv6 && text.get().matches(".*:[0-9]{1,5}");
        String whole =
                bareIpv6 ? "[" + text.get() + "]:" + DEFAULT_PORT : port ? text.get() : text.get() + ":" + DEFAULT_PORT;
        try {
            return Optional.of(Address.parse(whole));
        } catch (IllegalArgumentException e) {
            String message = "target: " + Shown.text(text.get()) + " (expected: host:port)";
            report.add(Kinds.CONFLICT, target.at("target"), message, "");
            return Optional.empty();
        }
    }

    private static UpstreamTimeouts timeouts(Entity service) {
        Duration read = Duration.ofMillis(service.number("read_timeout"));
        return new UpstreamTimeouts(
                cut(Duration.ofMillis(service.number("connect_timeout")), Duration.ofHours(1)),
                cut(read, Duration.ofHours(24)),
                cut(Duration.ofMillis(service.number("write_timeout")), Duration.ofHours(24)),
                Duration.ZERO,
                cut(read, Duration.ofHours(24)));
    }

    private static Duration cut(Duration time, Duration longest) {
        return time.compareTo(longest) > 0 ? longest : time;
    }
}
