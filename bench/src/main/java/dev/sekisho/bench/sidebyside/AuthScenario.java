package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Proxies that ask for credentials, each beside the same proxy that asks for none. */
record AuthScenario() implements Scenario {

    private static final String TITLE = "Credentials";

    private static final String METHOD =
            "GET of 1 KB, 64 keep-alive connections, access log off; every request has the credentials. "
                    + "basic: user name and password of an htpasswd file with {SHA}. authoriser: a request to a service for each request, "
                    + "`auth_request` of nginx and `forward-auth` of Sekisho. token: one token signed with RS256 (2048 bits), verified once; "
                    + "token-anew: verified for each request. Without credentials each of them has to answer 401, which is checked when it "
                    + "starts.";

    /** CPU µs that a token may cost which was verified before. */
    private static final double LIMIT_HIT = 1.5;

    /** A token that is new, over the bare signature: the rest is Base64, JSON and the rules. */
    private static final double LIMIT_NEW = 1.5;

    private static final List<String> PEERS = List.of(
            Session.NGINX,
            NginxPeer.BASIC.name(),
            NginxPeer.AUTHORISER.name(),
            Session.SCG,
            SpringCloudGatewayPeer.TOKEN.name(),
            Session.SEKISHO,
            SekishoPeer.BASIC.name(),
            SekishoPeer.AUTHORISER.name(),
            SekishoPeer.TOKEN.name(),
            SekishoPeer.TOKEN_ANEW.name());

    @Override
    public String name() {
        return "auth";
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        Setup setup = session.setup(false);
        try (Fleet fleet = new Fleet(session, name())) {
            for (Peer peer : session.peersNamed(PEERS)) {
                Load load = WrkLoad.authorized(session.scripts(), peer.work().authorization(session.credentials()));
                fleet.start(peer, setup, load);
            }
            Map<String, Measurement> medians = fleet.measure();
            double bare = BareSignature.micros(
                    session.credentials(), Duration.ofSeconds(session.options().seconds()));
            List<String> remarks = new ArrayList<>(fleet.remarks());
            remarks.add("the JDK's verification of the token's signature alone: %s µs of CPU"
                    .formatted(Bound.figure(bare)));
            return new Report(
                    TITLE, METHOD, Tables.LOAD_HEADER, Tables.loadRows(medians), bounds(medians, bare), remarks);
        }
    }

    private static List<Bound> bounds(Map<String, Measurement> medians, double bare) {
        return List.of(
                ratio("basic", medians, SekishoPeer.BASIC.name(), NginxPeer.BASIC.name()),
                ratio("authoriser", medians, SekishoPeer.AUTHORISER.name(), NginxPeer.AUTHORISER.name()),
                Bound.atMost(
                        "auth: CPU of a token that was verified before, over the plain proxy",
                        Tables.over(medians, SekishoPeer.TOKEN.name()),
                        LIMIT_HIT,
                        " µs"),
                Bound.atMost(
                        "auth: CPU of a new token, over the plain proxy / of its signature alone",
                        times(Tables.over(medians, SekishoPeer.TOKEN_ANEW.name()), bare),
                        LIMIT_NEW,
                        " ×"));
    }

    private static Bound ratio(String what, Map<String, Measurement> medians, String ours, String peer) {
        return Bound.atMost(
                "auth: CPU per request of Sekisho / nginx, " + what,
                Tables.ratio(medians, ours, peer, Measurement::cpuMicros),
                1.0,
                " ×");
    }

    private static OptionalDouble times(OptionalDouble figure, double of) {
        return figure.isPresent() ? OptionalDouble.of(figure.getAsDouble() / of) : figure;
    }
}
