package dev.sekisho.bench.sidebyside;

import static dev.sekisho.bench.sidebyside.Session.HAPROXY;
import static dev.sekisho.bench.sidebyside.Session.NGINX;
import static dev.sekisho.bench.sidebyside.Session.SCG;
import static dev.sekisho.bench.sidebyside.Session.SEKISHO;

import dev.sekisho.bench.sidebyside.LoadScenario.Limit;
import dev.sekisho.bench.sidebyside.LoadScenario.LoadFactory;
import java.util.List;

/** The list of scenarios, in the order in which they run and are reported. */
final class Scenarios {

    private static final List<String> ALL_PEERS = List.of(NGINX, HAPROXY, SCG, SEKISHO);

    /** Spring Cloud Gateway is left out where it needs a configuration of its own for the protocol. */
    private static final List<String> PROTOCOL_PEERS = List.of(NGINX, HAPROXY, SEKISHO);

    private static final Scenario PLAIN = new LoadScenario(
            "plain",
            "Plain proxy, 1 KB body",
            "GET, 64 keep-alive connections, access log off.",
            Wire.HTTP,
            false,
            session -> WrkLoad.get(session.scripts(), "/"),
            ALL_PEERS,
            List.of(new Limit(NGINX, 0.80), new Limit(SCG, 0.20)));

    private static final Scenario LOGGED = new LoadScenario(
            "logged",
            "Plain proxy with a JSON access log",
            "The same with a JSON line per request in a file; in Sekisho metrics are on too. nginx writes its log in "
                    + "blocks of 64 KB here, and for comparison line by line, which is its default.",
            Wire.HTTP,
            true,
            session -> WrkLoad.get(session.scripts(), "/"),
            List.of(NGINX, NginxPeer.UNBUFFERED.name(), SEKISHO),
            List.of(new Limit(NGINX, 0.90)));

    private static final Scenario GUARDED = new LoadScenario(
            "guarded",
            "Health, breaker and retries configured",
            "GET, 64 keep-alive connections, access log off. sekisho-guarded has active, passive and outlier checks, "
                    + "breakers of upstream and target, retries, caps and a deadline; nginx and sekisho have none.",
            Wire.HTTP,
            false,
            session -> WrkLoad.get(session.scripts(), "/"),
            List.of(NGINX, SEKISHO, SekishoPeer.GUARDED.name()),
            List.of());

    private static final Scenario BODY_64K = new LoadScenario(
            "body64k",
            "64 KB response",
            "GET of a 64 KB body, 64 keep-alive connections, access log off.",
            Wire.HTTP,
            false,
            session -> WrkLoad.get(session.scripts(), Backend.PATH_64K),
            ALL_PEERS,
            List.of(new Limit(NGINX, 1.0)));

    private static final Scenario POST_10K = new LoadScenario(
            "post10k",
            "10 KB POST",
            "POST of a 10 KB body that the backend reads to its end, 64 keep-alive connections, access log off.",
            Wire.HTTP,
            false,
            session -> WrkLoad.post10k(session.scripts()),
            ALL_PEERS,
            List.of(new Limit(NGINX, 1.0)));

    private static final Scenario TLS = protocol(
            "tls",
            "TLS, 1 KB body",
            "GET over 64 keep-alive connections with TLS 1.3, TLS_AES_128_GCM_SHA256 and an ECDSA certificate (P-256); HTTP/1.1 "
                    + "on both sides, access log off. All rows with TLS have these.",
            Wire.TLS,
            session -> WrkLoad.get(session.scripts(), "/").over(session.certificate()));

    private static final Scenario HANDSHAKES = protocol(
            "handshakes",
            "Full TLS handshakes",
            "64 connections at once, each with a full handshake, one GET of 1 KB and its end. Nobody gives tickets; that no "
                    + "session is resumed is checked when a proxy starts. The latency is that of the request alone.",
            Wire.TLS,
            session -> WrkLoad.closing(session.scripts(), "/").over(session.certificate()));

    private static final Scenario RESUMED = protocol(
            "resumed",
            "Resumed TLS handshakes",
            "The same with tickets, which Sekisho has off by default: 16 connections at once, each of which resumes the session of "
                    + "the one before. One that does not counts as failed. The latency is that of the whole connection.",
            Wire.TICKETS,
            session -> new HandshakeLoad(session.certificate(), 16, true));

    private static final Scenario H2 = protocol(
            "h2",
            "HTTP/2 over TLS",
            "GET of 1 KB over 64 connections with HTTP/2 (ALPN), 10 streams at once on each; HTTP/1.1 to the backend.",
            Wire.H2,
            session -> H2Load.get(Wire.H2));

    private static final Scenario H2C = protocol(
            "h2c",
            "HTTP/2 in the clear",
            "The same without TLS, by prior knowledge.",
            Wire.H2C,
            session -> H2Load.get(Wire.H2C));

    private static final Scenario GRPC = protocol(
            "grpc",
            "Unary gRPC",
            "Calls with messages of 100 bytes to a grpc-java service that echoes them, 64 connections with 10 calls at once; HTTP/2 "
                    + "in the clear on both sides. A call without its message counts as failed.",
            Wire.GRPC,
            session -> H2Load.grpc());

    private static final Scenario WEBSOCKET = protocol(
            "websocket",
            "WebSocket",
            "Messages of 128 bytes that a server echoes, one in flight on each of 64 connections. A request is a message and its "
                    + "echo.",
            Wire.WEBSOCKET,
            session -> new WebSocketLoad());

    private static final Scenario CERTIFICATES = new LoadScenario(
            "certificates",
            "Client certificates",
            "Full handshakes by 16 connections at once, in which clients of the certificate rows show one (ECDSA, P-256), one GET of "
                    + "1 KB and the end. The latency is that of the whole connection.",
            Wire.TLS,
            false,
            session -> new HandshakeLoad(session.certificate(), 16, false),
            List.of(NGINX, NginxPeer.CERTIFICATE.name(), SEKISHO, SekishoPeer.CERTIFICATE.name()),
            List.of(new Limit(SekishoPeer.CERTIFICATE.name(), NginxPeer.CERTIFICATE.name(), 1.0)));

    private static final Scenario CACHE_1K = cache("cache1k", "1 KB", "/");

    private static final Scenario CACHE_64K = cache("cache64k", "64 KB", Backend.PATH_64K);

    private static final Scenario GZIP = new LoadScenario(
            "gzip",
            "Compression with gzip",
            "GET of a page of 16 KB of text, which the proxies compress at level 1, each by its zlib; 64 keep-alive connections, access "
                    + "log off.",
            Wire.HTTP,
            false,
            session -> WrkLoad.gzip(session.scripts(), Backend.PATH_PAGE),
            List.of(NginxPeer.GZIP.name(), SekishoPeer.GZIP.name()),
            List.of(new Limit(SekishoPeer.GZIP.name(), NginxPeer.GZIP.name(), 1.1)));

    private static final List<Scenario> ALL = List.of(
            PLAIN,
            LOGGED,
            GUARDED,
            BODY_64K,
            POST_10K,
            TLS,
            HANDSHAKES,
            RESUMED,
            H2,
            H2C,
            GRPC,
            WEBSOCKET,
            new AuthScenario(),
            CERTIFICATES,
            new LimitScenario(),
            CACHE_1K,
            CACHE_64K,
            GZIP,
            new RoutesScenario(),
            new MemoryScenario(),
            new DialectScenario(),
            new StartScenario(),
            new IdleScenario("idle", Wire.HTTP, ALL_PEERS, 8),
            new IdleScenario("idle-tls", Wire.TLS, PROTOCOL_PEERS, 30));

    private Scenarios() {}

    static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }

    /**
     * The named ones, or all if there are no names.
     *
     * @throws IllegalArgumentException if a name is unknown; the message lists the known ones
     */
    static List<Scenario> named(List<String> names) {
        List<String> known = names();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("--scenario: %s (expected: one of %s)".formatted(name, known));
            }
        }
        return ALL.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
    }

    /** Answers out of a cache; nginx's is in files, which the kernel keeps in memory, Sekisho's in its own memory. */
    private static Scenario cache(String name, String size, String path) {
        return new LoadScenario(
                name,
                "Cache hits, " + size,
                "GET of " + size
                        + " that the proxies answer from their caches, with X-Cache-Status: HIT; 64 keep-alive connections, access "
                        + "log off. nginx keeps the files open (`open_file_cache`).",
                Wire.HTTP,
                false,
                session -> WrkLoad.get(session.scripts(), path),
                List.of(NginxPeer.CACHE.name(), SekishoPeer.CACHE.name()),
                List.of(new Limit(SekishoPeer.CACHE.name(), NginxPeer.CACHE.name(), 1.0)));
    }

    /** One that is compared with nginx and HAProxy, without an access log, and may cost what it costs nginx. */
    private static Scenario protocol(String name, String title, String method, Wire wire, LoadFactory load) {
        return new LoadScenario(name, title, method, wire, false, load, PROTOCOL_PEERS, List.of(new Limit(NGINX, 1.0)));
    }
}
