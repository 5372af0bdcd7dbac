package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Proxies that count requests, each beside the same proxy that does not. */
record LimitScenario() implements Scenario {

    private static final String TITLE = "Rate limits";

    private static final String METHOD =
            "GET of 1 KB, 64 keep-alive connections, access log off; every request is counted by the client's address, and none is "
                    + "refused. limit: in the proxy's memory, `limit_req` of nginx and a token bucket of Sekisho. redis: a token bucket in a "
                    + "Redis server for each request, `RequestRateLimiter` of Spring Cloud Gateway and mode atomic of Sekisho; the CPU time "
                    + "is that of the proxy alone.";

    /** CPU µs that a token bucket by address may cost. */
    private static final double LIMIT_LOCAL = 0.5;

    /** Requests per CPU second with Redis, over those of Spring Cloud Gateway. */
    private static final double LIMIT_SHARED = 3;

    private static final List<String> PEERS = List.of(
            Session.NGINX,
            NginxPeer.LIMIT.name(),
            Session.SCG,
            SpringCloudGatewayPeer.REDIS.name(),
            Session.SEKISHO,
            SekishoPeer.LIMIT.name(),
            SekishoPeer.REDIS.name());

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        Setup setup = session.setup(false);
        Load load = WrkLoad.get(session.scripts(), "/");
        try (Fleet fleet = new Fleet(session, name())) {
            for (Peer peer : session.peersNamed(PEERS)) {
                if (peer.work() != Work.LIMIT_REDIS || session.redisPort() > 0) {
                    fleet.start(peer, setup, load);
                }
            }
            Map<String, Measurement> medians = fleet.measure();
            return new Report(
                    TITLE, METHOD, Tables.LOAD_HEADER, Tables.loadRows(medians), bounds(medians), fleet.remarks());
        }
    }

    private static List<Bound> bounds(Map<String, Measurement> medians) {
        return List.of(
                Bound.atMost(
                        "limits: CPU of a token bucket by address, over the plain proxy",
                        Tables.over(medians, SekishoPeer.LIMIT.name()),
                        LIMIT_LOCAL,
                        " µs"),
                Bound.atMost(
                        "limits: CPU per request of Sekisho / nginx, in memory",
                        cpu(medians, SekishoPeer.LIMIT.name(), NginxPeer.LIMIT.name()),
                        1.0,
                        " ×"),
                Bound.atLeast(
                        "limits: requests per CPU second of Sekisho / scg, in Redis",
                        cpu(medians, SpringCloudGatewayPeer.REDIS.name(), SekishoPeer.REDIS.name()),
                        LIMIT_SHARED,
                        " ×"));
    }

    private static OptionalDouble cpu(Map<String, Measurement> medians, String of, String to) {
        return Tables.ratio(medians, of, to, Measurement::cpuMicros);
    }
}
