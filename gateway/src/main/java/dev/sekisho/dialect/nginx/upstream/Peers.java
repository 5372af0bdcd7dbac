package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.Upstream;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.model.Address;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The servers of a group as targets. What nginx says of each by itself ({@code max_fails}, {@code fail_timeout}, {@code
 * max_conns}) is said of the target where it is not nginx's default.
 */
public final class Peers {

    /** Failures after which nginx leaves a server out, and seconds in which they count and for which it rests. */
    static final int MAX_FAILS = 1;

    static final Duration FAIL_TIMEOUT = Duration.ofSeconds(10);

    private static final int MOST_WEIGHT = 65_535;
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofHours(24);

    private final int defaultPort;
    private final Report report;
    private final boolean sticks; // clients to servers

    private Peers(int defaultPort, Report report, boolean sticks) {
        this.defaultPort = defaultPort;
        this.report = report;
        this.sticks = sticks;
    }

    /**
     * The targets of a group; those that cannot be spoken to are reported and left out.
     *
     * @param defaultPort port of servers that name none
     */
    public static List<Target> targets(Upstream group, int defaultPort, Report report) {
        boolean sticks = group.settings().one("sticky").isPresent()
                || group.settings().one("sticky_cookie_insert").isPresent();
        Peers peers = new Peers(defaultPort, report, sticks);
        Map<Address, Target> targets = new LinkedHashMap<>();
        for (Upstream.Peer peer : group.peers()) {
            peers.target(peer)
                    .ifPresent(target -> targets.merge(
                            target.address(), target, (first, again) -> peers.joined(first, again, peer)));
        }
        return List.copyOf(targets.values());
    }

    /** One that stands twice: nginx knows two that have their turns, and fail, each for itself. */
    private Target joined(Target first, Target again, Upstream.Peer peer) {
        differs(peer, "is there already", "it is one server of the weight of both, which come in another order");
        if (first.drain() || again.drain() || first.backup() != again.backup()) {
            return first.drain() || first.backup() ? again : first;
        }
        int weight = Math.min(first.weight() + again.weight(), MOST_WEIGHT);
        return new Target(
                first.address(),
                weight,
                first.backup(),
                first.drain(),
                first.labels(),
                first.maxRequests() == 0 || again.maxRequests() == 0
                        ? 0
                        : Math.min(first.maxRequests() + again.maxRequests(), MOST),
                first.maxFails(),
                first.failTimeout(),
                first.origin());
    }

    /** The one target of a host that is no group's name; nothing, and a finding, where it cannot be spoken to. */
    static Optional<Target> direct(String host, int defaultPort, Origin at, Report report) {
        return new Peers(defaultPort, report, false)
                .address(host, at)
                .map(address -> new Target(address, 1, false, false, Map.of(), at));
    }

    private Optional<Target> target(Upstream.Peer peer) {
        Origin at = peer.directive().at();
        Optional<String> service = parameter(peer, "service=");
        Optional<Address> address =
                service.isPresent() ? service(peer.address(), service.get(), at) : address(peer.address(), at);
        if (peer.weight() > MOST_WEIGHT) {
            differs(peer, "weight=" + peer.weight(), "it counts as " + MOST_WEIGHT);
        }
        if (peer.maxFails() > 0 && peer.failMillis() == 0) {
            differs(peer, "fail_timeout=0", "the server never rests; nginx leaves it out for what is left of a second");
        }
        return address.map(where -> new Target(
                where,
                peer.isDown() && sticks ? 0 : Math.min(peer.weight(), MOST_WEIGHT),
                peer.isBackup(),
                peer.isDown() || peer.directive().texts().contains("drain"), // its share of hashes stays its own
                Map.of(),
                Math.min(peer.maxConnections(), MOST),
                maxFails(peer),
                failTimeout(peer),
                at));
    }

    private static Optional<Integer> maxFails(Upstream.Peer peer) {
        int most = peer.failMillis() == 0 ? 0 : Math.min(peer.maxFails(), MOST);
        return most == MAX_FAILS ? Optional.empty() : Optional.of(most);
    }

    private static Optional<Duration> failTimeout(Upstream.Peer peer) {
        Duration time = Duration.ofMillis(peer.failMillis());
        boolean usual = time.equals(FAIL_TIMEOUT) || time.isZero();
        return usual ? Optional.empty() : Optional.of(time.compareTo(LONGEST) > 0 ? LONGEST : time);
    }

    /** The value of a parameter of a server. */
    static Optional<String> parameter(Upstream.Peer peer, String prefix) {
        return peer.directive().texts().stream()
                .filter(text -> text.startsWith(prefix))
                .map(text -> text.substring(prefix.length()))
                .reduce((first, last) -> last);
    }

    /** The name of records of services (nginx.org/en/docs/http/ngx_http_upstream_module.html#service). */
    private Optional<Address> service(String name, String service, Origin at) {
        String record = service.contains(".") ? service + "." + name : "_" + service + "._tcp." + name;
        if (!record.startsWith("_")) {
            report.add(
                    DraftKinds.NOT_HONOURED,
                    at,
                    "service=" + service + ": asks for records of " + record
                            + " (expected: a name that begins with an underscore, RFC 2782)",
                    "name the service without a dot, such as service=http");
            return Optional.empty();
        }
        return Optional.of(new Address(record, 0));
    }

    private Optional<Address> address(String text, Origin at) {
        dev.sekisho.dialect.nginx.directive.Address read = dev.sekisho.dialect.nginx.directive.Address.of(text);
        if (read.isUnix()) {
            report.add(
                    DraftKinds.NOT_HONOURED,
                    at,
                    text + ": sockets of the file system are not spoken to (expected: a host and a port)",
                    "let the service listen at a port of 127.0.0.1, and name that");
            return Optional.empty();
        }
        String host = read.host();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = read.port() == 0 ? defaultPort : read.port();
        try {
            return Optional.of(Address.parse(new Address(bare, port).toString()));
        } catch (IllegalArgumentException e) {
            report.add(
                    DraftKinds.NOT_HONOURED,
                    at,
                    text + ": no host that can be looked up (expected: letters, digits, dots and dashes)",
                    "");
            return Optional.empty();
        }
    }

    private void differs(Upstream.Peer peer, String what, String how) {
        report.add(
                DraftKinds.DIFFERS,
                peer.directive().at(),
                "server " + peer.address() + " " + what + ": " + how + " (expected: as with nginx)",
                "");
    }
}
