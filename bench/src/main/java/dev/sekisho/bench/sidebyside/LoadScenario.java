package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The same load on every peer.
 *
 * @param wire what the peers speak
 * @param accessLog whether the peers log and count
 * @param peers names of those compared
 * @param limits what Sekisho promises of its CPU time per request
 */
record LoadScenario(
        String name,
        String title,
        String method,
        Wire wire,
        boolean accessLog,
        LoadFactory load,
        List<String> peers,
        List<Limit> limits)
        implements Scenario {

    /** Of an upstream inside the harness: the JIT compiler must not work for it while proxies are measured. */
    private static final int UPSTREAM_WARM_UP_SECONDS = 10;

    /** CPU time per request of {@code ours}, which is Sekisho, may be {@code ratio} times that of {@code peer} at most. */
    record Limit(String ours, String peer, double ratio) {

        /** Of Sekisho as a plain proxy. */
        Limit(String peer, double ratio) {
            this(Session.SEKISHO, peer, ratio);
        }
    }

    /** Writes a load's script. */
    interface LoadFactory {
        Load create(Session session) throws IOException;
    }

    LoadScenario {
        peers = List.copyOf(peers);
        limits = List.copyOf(limits);
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        Load wanted = load.create(session);
        try {
            wanted.require();
        } catch (IOException e) {
            return report(Map.of(), List.of("NOT MEASURED: " + Text.oneLine(e)));
        }
        try (Upstream upstream = Upstream.of(wire, session.backend());
                Fleet fleet = new Fleet(session, name)) {
            if (upstream.port() != session.backend().port()) {
                fleet.warmUp("upstream", upstream.port(), wanted, UPSTREAM_WARM_UP_SECONDS);
            }
            for (Peer peer : session.peersNamed(peers)) {
                fleet.start(peer, setup(session, upstream), wanted);
            }
            Map<String, Measurement> medians = fleet.measure();
            return report(medians, fleet.remarks());
        }
    }

    private Report report(Map<String, Measurement> medians, List<String> remarks) {
        List<Bound> bounds = limits.stream().map(limit -> bound(limit, medians)).toList();
        return new Report(title, method, Tables.LOAD_HEADER, Tables.loadRows(medians), bounds, remarks);
    }

    private Setup setup(Session session, Upstream upstream) {
        return new Setup(
                session.workspace(),
                upstream.port(),
                wire.streams(),
                accessLog,
                wire,
                session.certificate(),
                session.credentials(),
                session.redisPort());
    }

    private Bound bound(Limit limit, Map<String, Measurement> medians) {
        return Bound.atMost(
                name + ": CPU per request of Sekisho / " + limit.peer(),
                Tables.ratio(medians, limit.ours(), limit.peer(), Measurement::cpuMicros),
                limit.ratio(),
                " ×");
    }
}
