package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.config.Upstream;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Caps;
import dev.sekisho.model.Dns;
import dev.sekisho.model.Health;
import dev.sekisho.model.Http2Bounds;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.Pool;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.model.Target;
import dev.sekisho.model.UpstreamTimeouts;
import dev.sekisho.model.UpstreamTls;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The upstreams that places pass requests to: one for each group or host and way of speaking to it that places have. What
 * nginx says by place of connections (the time to open one, TLS, which answers tell against a server) makes an upstream of its
 * own, named as the group with a number; such know the health of their servers, and keep connections, each for themselves.
 * Belongs to one translation.
 */
public final class Upstreams {

    private static final Caps CAPS = new Caps(0, 1_000_000, 0, 0); // nginx waits for no connection
    private static final Http2Bounds HTTP2 = new Http2Bounds(100);
    private static final int BAD_GATEWAY = 502;
    private static final int CONNECTIONS = 65_536; // to one target, no bound in practice
    private static final int KEPT = 512;
    private static final Duration SHORT_IDLE =
            Duration.ofSeconds(4); // below what services have that expect no keepalive
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofHours(24);

    private final Translation in;
    private final Once once = new Once();
    private final Balances balances;
    private final Encryption encryption;
    private final Probes probes;
    private final Names names;
    private final Tuning tuning;
    private final Map<String, Optional<List<Target>>> targets = new LinkedHashMap<>();
    private final Map<Way, String> made = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** What tells upstreams of the model apart. */
    private record Way(
            String host,
            int port,
            Protocol protocol,
            Optional<UpstreamTls> tls,
            Duration connect,
            Duration write,
            List<StatusPattern> failures,
            Optional<ActiveHealth> probes,
            Dns dns) {}

    /** Those of a translation. */
    public Upstreams(Translation in) {
        this.in = in;
        this.balances = new Balances(in);
        this.encryption = new Encryption(in, once);
        this.probes = new Probes(in, once);
        this.names = new Names(in, once);
        this.tuning = new Tuning(in, once);
        in.config().http().upstreams().forEach(group -> taken.add(group.name()));
    }

    /**
     * The upstream for what a place passes on, with the timeouts, TLS and connections that the place's settings ask for;
     * added to the translation's parts where no equal one is there yet. Nothing where it cannot be honoured, which is
     * reported. The host of the pass holds no variables.
     *
     * @return its name
     */
    public Optional<String> named(Place place, Pass pass) {
        tuning.place(place.settings());
        Optional<Upstream> group = group(pass.host());
        int port = pass.isSecure() ? 443 : 80;
        String key = group.map(Upstream::name).orElse(pass.host().toLowerCase(Locale.ROOT));
        Optional<List<Target>> found = targets.computeIfAbsent(
                group.isPresent() ? key : key + " " + port, // servers of a group have their own default
                _ -> targets(pass, group, port));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Way way = way(place, pass, group, key, port);
        String known = made.get(way);
        if (known != null) {
            return Optional.of(known);
        }
        traffic(pass, group, found.get());
        boolean first = group.isPresent()
                && made.keySet().stream().noneMatch(other -> other.host().equals(key));
        String name = first ? key : unique(group.isPresent() ? key : named(pass));
        made.put(way, name);
        in.parts().add(upstream(name, way, pass, group, found.get()));
        return Optional.of(name);
    }

    /** What is reported of a place that passes nothing on by HTTP. */
    void tune(Place place) {
        tuning.place(place.settings());
    }

    /** The directives that were told of already. */
    Once once() {
        return once;
    }

    private Optional<Upstream> group(String host) {
        return in.config().http().upstreams().stream()
                .filter(group -> group.name().equalsIgnoreCase(host))
                .findFirst();
    }

    private Optional<List<Target>> targets(Pass pass, Optional<Upstream> group, int port) {
        if (group.isEmpty()) {
            return Peers.direct(pass.host(), port, pass.directive().at(), in.report())
                    .map(List::of);
        }
        tuning.group(group.get());
        List<Target> those = Peers.targets(group.get(), 80, in.report());
        return those.isEmpty() ? Optional.empty() : Optional.of(those);
    }

    private Way way(Place place, Pass pass, Optional<Upstream> group, String key, int port) {
        Settings settings = place.settings();
        String prefix = pass.isGrpc() ? "grpc_" : "proxy_";
        boolean resolves = pass.hasVariables()
                || group.stream()
                        .flatMap(each -> each.peers().stream())
                        .anyMatch(peer -> peer.directive().texts().contains("resolve"));
        return new Way(
                key,
                group.isPresent() ? 0 : port,
                pass.isGrpc() ? Protocol.HTTP2 : Protocol.HTTP1,
                pass.isSecure() ? Optional.of(encryption.of(place, pass)) : Optional.empty(),
                time(settings, prefix + "connect_timeout", HOUR),
                time(settings, prefix + "send_timeout", DAY),
                NextUpstream.of(settings, pass.isGrpc()).failures(),
                probes.of(place, pass),
                resolves ? names.of(settings) : Names.SYSTEM);
    }

    /** A time of a place's settings, within what the model takes. */
    static Duration time(Settings settings, String name, Duration most) {
        Duration time =
                Duration.ofMillis(Math.max(1, settings.milliseconds(name).orElse(MINUTE.toMillis())));
        return time.compareTo(most) > 0 ? most : time;
    }

    private void traffic(Pass pass, Optional<Upstream> group, List<Target> those) {
        boolean resolved = group.isEmpty()
                || group.get().peers().stream()
                        .anyMatch(peer -> !peer.directive().texts().contains("resolve"));
        boolean named = those.stream()
                .anyMatch(target -> target.address().host().matches(".*[A-Za-z].*")
                        && target.address().host().indexOf(':') < 0);
        if (!pass.isGrpc() && once.first("traffic")) {
            String message = pass.directive()
                    + " requests are sent by HTTP/1.1 on connections that are kept, their bodies as they come in.";
            in.report().add(UpstreamKinds.TRAFFIC, pass.directive().at(), message, "");
        }
        if (named && resolved && !pass.hasVariables() && once.first("names")) {
            String message = pass.directive() + " names are looked up again as their records grow old.";
            in.report().add(UpstreamKinds.NAMES, pass.directive().at(), message, "");
        }
    }

    /** A name for a host: brackets are no part of it, and a dash stands before its port. */
    private static String named(Pass pass) {
        String host = pass.host().toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        String port = colon > host.lastIndexOf(']') ? "-" + host.substring(colon + 1) : "";
        return Encryption.withoutPort(host) + port;
    }

    private String unique(String base) {
        String name = base;
        for (int number = 2; !taken.add(name); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    private dev.sekisho.model.Upstream upstream(
            String name, Way way, Pass pass, Optional<Upstream> group, List<Target> those) {
        return new dev.sekisho.model.Upstream(
                name,
                those,
                Optional.empty(),
                group.map(balances::of).orElse(Balances.ROUND_ROBIN),
                new Health(way.probes(), Optional.of(passive(way.failures())), Optional.empty(), 0, BAD_GATEWAY),
                Optional.empty(),
                Optional.empty(),
                CAPS,
                new UpstreamTimeouts(way.connect(), MINUTE, way.write(), Duration.ZERO, MINUTE),
                group.map(Upstreams::poolOf).orElse(pool(Optional.empty(), SHORT_IDLE, HOUR)),
                way.tls(),
                way.protocol(),
                HTTP2,
                ProxyHeader.OFF,
                way.dns(),
                group.map(each -> each.directive().at()).orElse(pass.directive().at()));
    }

    private static PassiveHealth passive(List<StatusPattern> failures) {
        return new PassiveHealth(
                1,
                failures,
                failures.isEmpty() ? 0 : Peers.MAX_FAILS,
                Peers.MAX_FAILS,
                Peers.MAX_FAILS,
                Peers.FAIL_TIMEOUT,
                Peers.FAIL_TIMEOUT,
                true,
                false);
    }

    private static Pool poolOf(Upstream group) {
        Optional<Integer> kept =
                group.settings().one("keepalive").map(each -> (int) Math.min(Long.parseLong(each.arg(0)), CONNECTIONS));
        Duration idle = kept.isEmpty() ? SHORT_IDLE : time(group.settings(), "keepalive_timeout", DAY);
        Duration lifetime = Duration.ofMillis(Math.max(
                100,
                group.settings().one("keepalive_time").isEmpty()
                        ? HOUR.toMillis()
                        : time(group.settings(), "keepalive_time", DAY).toMillis()));
        return pool(kept, idle, lifetime);
    }

    /** Each worker of nginx keeps so many, as each event loop does here. */
    private static Pool pool(Optional<Integer> kept, Duration idle, Duration lifetime) {
        Duration rests = idle.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : idle;
        return new Pool(CONNECTIONS, Optional.empty(), Optional.of(kept.orElse(KEPT)), rests, lifetime, MINUTE);
    }
}
