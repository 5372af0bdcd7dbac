package dev.sekisho.cli.test;

import dev.sekisho.model.Address;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.Health;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.ProxyProtocol;
import dev.sekisho.model.Route;
import dev.sekisho.model.Telemetry;
import dev.sekisho.model.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as it is rehearsed. Listeners take the client's address from a PROXY protocol header of this program; upstreams are spoken to
 * in the clear by HTTP/1.1, which changes nothing that a case can see, and are never found unhealthy; nothing is mirrored, streamed or
 * told to webhooks.
 */
final class RehearsalModel {

    private static final ProxyProtocol OURS =
            new ProxyProtocol(List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")), true, Duration.ofSeconds(5));
    private static final Health HEALTHY = new Health(Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private RehearsalModel() {}

    static Model of(Model model) {
        return Records.with(
                model,
                Map.of(
                        "listeners",
                        model.listeners().stream().map(RehearsalModel::listener).toList(),
                        "upstreams",
                        model.upstreams().stream().map(RehearsalModel::upstream).toList(),
                        "routes",
                        model.routes().stream().map(RehearsalModel::route).toList(),
                        "streams",
                        List.of(),
                        "telemetry",
                        Telemetry.DEFAULT));
    }

    private static Listener listener(Listener listener) {
        return Records.with(
                listener, Map.of("address", new Address("127.0.0.1", 0), "proxyProtocol", Optional.of(OURS)));
    }

    private static Upstream upstream(Upstream upstream) {
        return Records.with(
                upstream,
                Map.of(
                        "targetsFile",
                        Optional.empty(),
                        "health",
                        HEALTHY,
                        "tls",
                        Optional.empty(),
                        "protocol",
                        Protocol.HTTP1,
                        "proxyProtocol",
                        ProxyHeader.OFF));
    }

    private static Route route(Route route) {
        return route.mirror().isEmpty() ? route : Records.with(route, Map.of("mirror", Optional.empty()));
    }
}
