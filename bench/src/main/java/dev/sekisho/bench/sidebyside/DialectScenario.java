package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Gateways in the languages of nginx and Kong, each beside the same one in Sekisho's own language, and beside nginx. */
record DialectScenario() implements Scenario {

    private static final String TITLE = "Configurations of nginx and Kong";

    private static final String METHOD =
            "GET of 1 KB, 64 keep-alive connections. nginx-gateway and sekisho-nginx-conf serve one file as its user wrote it: least_conn "
                    + "upstream, limits of requests and connections, proxy and security headers, gzip, error pages, a JSON access log in blocks. "
                    + "sekisho-kong-yml serves a kong.yml with limits, CORS, a size limit and a response header. The rows -converted serve the "
                    + "YAML that `sekisho convert` made of the same file.";

    /** Two runs of one thing differ by as much. */
    private static final double SAME = 1.05;

    private static final List<String> PEERS = List.of(
            DialectPeer.NGINX.name(),
            DialectPeer.NGINX_CONF.name(),
            DialectPeer.NGINX_CONVERTED.name(),
            DialectPeer.KONG_YML.name(),
            DialectPeer.KONG_CONVERTED.name());

    @Override
    public String name() {
        return "dialects";
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        Setup setup = session.setup(false);
        Load load = WrkLoad.get(session.scripts(), DialectConfigs.PATH);
        try (Fleet fleet = new Fleet(session, name())) {
            for (Peer peer : session.peersNamed(PEERS)) {
                fleet.start(peer, setup, load);
            }
            Map<String, Measurement> medians = fleet.measure();
            return new Report(
                    TITLE, METHOD, Tables.LOAD_HEADER, Tables.loadRows(medians), bounds(medians), fleet.remarks());
        }
    }

    private static List<Bound> bounds(Map<String, Measurement> medians) {
        return List.of(
                Bound.atMost(
                        "dialects: CPU per request of Sekisho / nginx, one nginx.conf",
                        cpu(medians, DialectPeer.NGINX_CONF, DialectPeer.NGINX),
                        1.0,
                        " ×"),
                Bound.atMost(
                        "dialects: CPU per request of nginx.conf / the same in YAML",
                        cpu(medians, DialectPeer.NGINX_CONF, DialectPeer.NGINX_CONVERTED),
                        SAME,
                        " ×"),
                Bound.atMost(
                        "dialects: CPU per request of kong.yml / the same in YAML",
                        cpu(medians, DialectPeer.KONG_YML, DialectPeer.KONG_CONVERTED),
                        SAME,
                        " ×"));
    }

    private static OptionalDouble cpu(Map<String, Measurement> medians, DialectPeer of, DialectPeer to) {
        return Tables.ratio(medians, of.name(), to.name(), Measurement::cpuMicros);
    }
}
