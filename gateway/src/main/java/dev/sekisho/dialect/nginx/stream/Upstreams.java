package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.config.Upstream;
import dev.sekisho.dialect.nginx.directive.Address;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Amounts;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Peers;
import dev.sekisho.model.Balance;
import dev.sekisho.model.Caps;
import dev.sekisho.model.Dns;
import dev.sekisho.model.Health;
import dev.sekisho.model.Http2Bounds;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.Pool;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.Target;
import dev.sekisho.model.UpstreamTimeouts;
import dev.sekisho.model.UpstreamTls;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The upstreams of streams: for each group or address one, and another one where a server connects to it in another way. Their
 * names begin with {@code stream:}, so that no group of http has the same. Belongs to one translation.
 */
final class Upstreams {

    private static final String PREFIX = "stream:";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10); // fail_timeout, where nothing is said

    private final Translation in;
    private final Notes notes;
    private final Balances balances;
    private final Encryption encryption;
    private final Map<Way, Optional<String>> made = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** A group or address, and how it is connected to. */
    private record Way(String text, Duration connect, Optional<UpstreamTls> tls, ProxyHeader header) {}

    Upstreams(Translation in, Notes notes) {
        this.in = in;
        this.notes = notes;
        this.balances = new Balances(notes);
        this.encryption = new Encryption(in, notes);
    }

    /** The upstream of a text without variables; nothing where it cannot be had, which is reported. */
    Optional<String> named(String text, Server server, Directive at, boolean udp) {
        Settings settings = server.settings();
        boolean header = settings.isOn("proxy_protocol");
        boolean secure = settings.isOn("proxy_ssl");
        if (udp && (header || secure)) {
            settings.one(header ? "proxy_protocol" : "proxy_ssl")
                    .ifPresent(each -> notes.notHonoured(each, "datagrams are passed on as they come", "remove it"));
        }
        Way way = new Way(
                text,
                Amounts.time(settings, "proxy_connect_timeout", Duration.ofMillis(1), Duration.ofHours(1), MINUTE),
                secure && !udp ? Optional.of(encryption.of(settings, text)) : Optional.empty(),
                header && !udp ? ProxyHeader.V1 : ProxyHeader.OFF);
        Optional<String> known = made.get(way);
        if (known == null) {
            known = make(way, at);
            made.put(way, known);
        }
        return known;
    }

    private Optional<String> make(Way way, Directive at) {
        Optional<Upstream> group = in.config().stream().upstreams().stream()
                .filter(each -> each.name().equalsIgnoreCase(way.text()))
                .findFirst();
        List<Target> targets =
                group.map(each -> Peers.targets(each, 0, in.report())).orElseGet(() -> address(way.text(), at));
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        group.ifPresent(each -> GroupNotes.check(each, notes));
        int number = numbers.merge(way.text(), 1, Integer::sum);
        String name = PREFIX + way.text() + (number == 1 ? "" : "#" + number);
        in.parts().add(upstream(name, way, targets, group.map(balances::of).orElse(Balances.ROUND_ROBIN), at));
        return Optional.of(name);
    }

    private List<Target> address(String text, Directive at) {
        Address address = Address.of(text);
        if (address.isUnix() || !address.problem().isEmpty() || address.port() == 0) {
            notes.notHonoured(
                    at,
                    text + (address.isUnix() ? ", a socket of the file system" : "")
                            + " is not connected to (expected: a group, or a host and a port)",
                    "name a host and a port");
            return List.of();
        }
        String host = address.host().startsWith("[")
                ? address.host().substring(1, address.host().length() - 1)
                : address.host();
        return List.of(
                new Target(new dev.sekisho.model.Address(host, address.port()), 1, false, false, Map.of(), at.at()));
    }

    private static dev.sekisho.model.Upstream upstream(
            String name, Way way, List<Target> targets, Balance balance, Directive at) {
        return new dev.sekisho.model.Upstream(
                name,
                targets,
                Optional.empty(),
                balance,
                new Health(Optional.empty(), Optional.of(passive()), Optional.empty(), 0),
                Optional.empty(),
                Optional.empty(),
                new Caps(0, 1_024, 0, 0),
                new UpstreamTimeouts(way.connect(), MINUTE, MINUTE, Duration.ZERO, Duration.ZERO),
                new Pool(65_536, Optional.of(0), Optional.empty(), MINUTE, Duration.ofHours(1), Duration.ofSeconds(1)),
                way.tls(),
                Protocol.HTTP1,
                new Http2Bounds(100),
                way.header(),
                new Dns(TEN_SECONDS, Duration.ofSeconds(1), List.of(), Duration.ofSeconds(1), true),
                at.at());
    }

    /** {@code max_fails=1 fail_timeout=10s}; targets say what is otherwise of them. */
    private static PassiveHealth passive() {
        return new PassiveHealth(1, List.of(), 0, 1, 1, TEN_SECONDS, TEN_SECONDS, true, false);
    }
}
