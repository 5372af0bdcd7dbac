package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Connections and sessions of streams in the access log. */
class StreamLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String SNI = "streams: [ { name: s, address: \"127.0.0.1:0\", timeouts: { hello: 500ms }, "
            + "sni: [ { hosts: [ a.test ], to: service } ] } ]\n";

    @TempDir
    Path folder;

    private final ObjectMapper mapper = new ObjectMapper();

    private JsonNode logged(TestGateway gateway, Predicate<String> wanted) {
        return mapper.readTree(gateway.logged(wanted));
    }

    private JsonNode reason(TestGateway gateway, String reason) {
        return logged(gateway, line -> line.contains("\"reason\":\"" + reason + "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void aTcpConnectionHasItsLine(String transport) throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server), transport, 2)) {
            try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                assertThat(client.send("hello").read(5)).isEqualTo("hello");
                TestGateway.pause(100);
                assertThat(gateway.log())
                        .as("a line tells a connection that is over")
                        .isEmpty();
                client.end();
                assertThat(client.rest()).isEmpty();
            }
            JsonNode line = logged(gateway, any -> true);
            assertThat(line.get("stream").asString()).isEqualTo("s");
            assertThat(line.get("protocol").asString()).isEqualTo("tcp");
            assertThat(line.get("remote_addr").asString()).isEqualTo("127.0.0.1");
            assertThat(line.get("bytes_received").longValue()).isEqualTo(5);
            assertThat(line.get("bytes_sent").longValue()).isEqualTo(5);
            assertThat(line.get("session_time").doubleValue()).isBetween(0.1, 15.0);
            assertThat(line.get("upstream_connect_time").doubleValue()).isBetween(0.0, 5.0);
            assertThat(line.get("upstream_addr").asString()).isEqualTo("127.0.0.1:" + server.port());
            assertThat(line.get("upstream").asString()).isEqualTo("service");
            assertThat(line.get("reason").asString()).isEmpty();
            assertThat(gateway.log()).hasSize(1);
        }
    }

    @Test
    void aUdpSessionHasItsLine() throws Exception {
        String yaml = StreamYaml.stream("protocol: udp, timeouts: { session: 300ms }");
        try (UdpServer server = UdpServer.echo();
                TestGateway gateway =
                        TestGateway.start(yaml + Yaml.upstreams(Yaml.upstream("service", "", server.port())));
                UdpClient client = new UdpClient(StreamTest.address(gateway))) {
            assertThat(client.ask("abc")).isEqualTo("abc");
            assertThat(client.ask("defg")).isEqualTo("defg");
            JsonNode line = logged(gateway, any -> true);
            assertThat(line.get("stream").asString()).isEqualTo("s");
            assertThat(line.get("protocol").asString()).isEqualTo("udp");
            assertThat(line.get("bytes_received").longValue()).isEqualTo(7);
            assertThat(line.get("bytes_sent").longValue()).isEqualTo(7);
            assertThat(line.get("session_time").doubleValue()).isBetween(0.3, 15.0);
            assertThat(line.get("upstream_addr").asString()).isEqualTo("127.0.0.1:" + server.port());
            assertThat(line.get("reason").asString()).isEmpty();
            assertThat(gateway.log()).as("one line for both datagrams").hasSize(1);
        }
    }

    @Test
    void theNameIsToldWhereTlsIsPassedOnAndWhereItEndsHere() throws Exception {
        Pki pki = new Pki(folder);
        try (TlsUpstream service = new TlsUpstream(pki.context(pki.issue("a", "a.test")), false);
                TestGateway gateway =
                        TestGateway.start(SNI + Yaml.upstreams(Yaml.upstream("service", "", service.port())))) {
            try (SSLSocket socket = Pki.connect(pki.context(), StreamTest.address(gateway), "a.test")) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                RawClient.over(socket).read();
            }
            JsonNode passed = logged(gateway, line -> line.contains("a.test"));
            assertThat(passed.get("protocol").asString()).isEqualTo("tls");
            assertThat(passed.get("ssl_server_name").asString()).isEqualTo("a.test");
            assertThat(passed.get("bytes_received").longValue())
                    .as("ClientHello and all")
                    .isGreaterThan(100);
        }
        String tls = "tls: { certificates: [ { " + pki.files("db", pki.issue("db", "db.test")) + " } ] }";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(tls, server))) {
            try (SSLSocket client = Pki.connect(pki.context(), StreamTest.address(gateway), "db.test")) {
                client.getOutputStream().write("secret".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().readNBytes(6)).asString().isEqualTo("secret");
            }
            JsonNode ended = logged(gateway, line -> line.contains("db.test"));
            assertThat(ended.get("protocol").asString()).isEqualTo("tls");
            assertThat(ended.get("bytes_received").longValue())
                    .as("what TLS carried")
                    .isEqualTo(6);
        }
    }

    /** A name is the client's own text, up to 16 KiB of it: it forges no line and hides no terminal's escape. */
    @Test
    void aHostileNameForgesNothing() throws Exception {
        String forged =
                "x\"}\n{\"time\":\"2026-01-01T00:00:00.000Z\",\"stream\":\"forged\"}\r\n\u001b[2J\u0000\u007f\u0090\\";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway =
                        TestGateway.start(SNI + Yaml.upstreams(Yaml.upstream("service", "", server.port())))) {
            for (String name : List.of(forged, "n\n".repeat(3_000))) {
                try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                    client.send(ClientHello.asking(name));
                    client.rest();
                }
            }
            TestGateway.await("both lines", PATIENCE, () -> gateway.log().size() >= 2);
            List<String> lines = gateway.log();
            assertThat(lines).hasSize(2).allMatch(line -> line.matches("[\\x20-\\x7e]+"));
            for (String line : lines) {
                JsonNode json = mapper.readTree(line);
                assertThat(json.size()).isEqualTo(12);
                assertThat(json.get("stream").asString()).isEqualTo("s");
                assertThat(json.get("reason").asString()).isEqualTo("stream.sni");
                assertThat(json.get("protocol").asString()).isEqualTo("tls");
                assertThat(json.get("ssl_server_name").asString()).hasSizeLessThanOrEqualTo(256);
            }
            assertThat(mapper.readTree(lines.getFirst()).get("ssl_server_name").asString())
                    .startsWith("x\"}\n{\"time\":");
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void reasonsTellWhyItEnded() throws Exception {
        int dead = TcpServer.freePort();
        try (TestGateway gateway =
                        TestGateway.start(StreamYaml.stream("") + Yaml.upstreams(Yaml.upstream("service", "", dead)));
                StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
            assertThat(client.rest()).isEmpty();
            JsonNode line = reason(gateway, "upstream.no_target");
            assertThat(line.get("upstream_addr").asString())
                    .as("the one that was asked")
                    .endsWith(":" + dead);
            assertThat(line.get("upstream_connect_time").isNull()).isTrue();
        }
        try (TcpServer server = TcpServer.start(TcpServer::echo)) {
            try (TestGateway gateway = TestGateway.start(StreamYaml.tcp("timeouts: { idle: 200ms }", server));
                    StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                assertThat(client.rest()).isEmpty();
                assertThat(reason(gateway, "stream.idle").get("bytes_sent").longValue())
                        .isZero();
            }
            try (TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server))) {
                StreamClient client = StreamClient.connect(StreamTest.address(gateway));
                assertThat(client.send("x").read(1)).isEqualTo("x");
                client.socket().setSoLinger(true, 0); // a reset
                client.close();
                assertThat(reason(gateway, "stream.client_reset")
                                .get("bytes_received")
                                .longValue())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void noClientHelloAndNoHandshakeAreReasons() throws Exception {
        Pki pki = new Pki(folder);
        String tls = "tls: { certificates: [ { " + pki.files("db", pki.issue("db", "db.test")) + " } ] }";
        try (TcpServer server = TcpServer.start(TcpServer::echo)) {
            String upstreams = Yaml.upstreams(Yaml.upstream("service", "", server.port()));
            try (TestGateway gateway = TestGateway.start(SNI + upstreams)) {
                for (String bytes : new String[] {"GET / HTTP/1.1\r\n\r\n", ""}) { // refused at once, and too late
                    try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                        client.send(bytes).rest();
                    }
                }
                TestGateway.await("both lines", PATIENCE, () -> gateway.log().size() == 2);
                assertThat(gateway.log()).allMatch(line -> line.contains("\"reason\":\"stream.client_hello\""));
            }
            try (TestGateway gateway = TestGateway.start(StreamYaml.stream(tls) + upstreams);
                    StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                client.send("no TLS at all, no TLS at all\n").rest();
                assertThat(reason(gateway, "stream.handshake").get("upstream").asString())
                        .isEmpty();
            }
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void theAnnouncedClientIsToldAndAPeerThatIsRefused() throws Exception {
        String proxy = "proxyProtocol: { trusted: [ 127.0.0.1 ], timeout: 5s }";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(proxy, server))) {
            InetSocketAddress address = StreamTest.address(gateway);
            try (StreamClient client = StreamClient.connect(address)) {
                client.send("PROXY TCP4 203.0.113.7 198.51.100.1 4711 8443\r\nhello");
                assertThat(client.read(5)).isEqualTo("hello");
            }
            JsonNode served = logged(gateway, line -> line.contains("203.0.113.7"));
            assertThat(served.get("bytes_received").longValue())
                    .as("without the header")
                    .isEqualTo(5);
            try (StreamClient client = StreamClient.connect(address)) {
                assertThat(client.send("no header here").rest()).isEmpty();
            }
            assertThat(reason(gateway, "stream.proxy_protocol")
                            .get("remote_addr")
                            .asString())
                    .isEqualTo("127.0.0.1");
        }
    }

    /** Whether and where lines are written is the log's setting, also for streams that a reload leaves alone. */
    @Test
    void linesFollowTheSettingsOfTheLog() throws Exception {
        Path second = folder.resolve("second.log");
        try (TcpServer server = TcpServer.start(TcpServer.named("hello"));
                TestGateway gateway =
                        TestGateway.start(StreamYaml.tcp("", server) + "telemetry: { accessLog: off }\n")) {
            InetSocketAddress address = StreamTest.address(gateway);
            ask(address);
            gateway.reload(StreamYaml.tcp("", server));
            assertThat(StreamTest.address(gateway)).as("the same socket").isEqualTo(address);
            ask(address);
            gateway.logged(line -> line.contains("\"stream\":\"s\""));
            gateway.reload(StreamYaml.tcp("", server) + Yaml.log(second, ""));
            ask(address);
            TestGateway.await("a line in the second file", PATIENCE, () -> lines(second) == 1);
            assertThat(gateway.log()).as("what is off is not written").hasSize(1);
        }
    }

    private static void ask(InetSocketAddress address) throws Exception {
        try (StreamClient client = StreamClient.connect(address)) {
            assertThat(client.line()).isEqualTo("hello");
            client.end().rest();
        }
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What is open when the gateway stops still gets its line, and the line says that it was cut. */
    @Test
    void whatIsCutAtTheEndIsTold() throws Exception {
        Path file = folder.resolve("last.log");
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                UdpServer datagrams = UdpServer.echo()) {
            String yaml = StreamYaml.streams(
                            "name: t, address: \"127.0.0.1:0\", to: tcp",
                            "name: u, address: \"127.0.0.1:0\", protocol: udp, to: udp")
                    + Yaml.upstreams(
                            Yaml.upstream("tcp", "", server.port()), Yaml.upstream("udp", "", datagrams.port()))
                    + Yaml.log(file, "");
            try (TestGateway gateway = TestGateway.start(yaml);
                    StreamClient client = StreamClient.connect(StreamTest.address(gateway));
                    UdpClient other =
                            new UdpClient(gateway.gateway().streamAddresses().get(1))) {
                assertThat(client.send("x").read(1)).isEqualTo("x");
                assertThat(other.ask("y")).isEqualTo("y");
                gateway.gateway().close();
                assertThat(Files.readAllLines(file))
                        .hasSize(2)
                        .allMatch(line -> line.contains("\"reason\":\"stream.cut\""))
                        .anyMatch(line -> line.contains("\"protocol\":\"udp\""))
                        .anyMatch(line -> line.contains("\"protocol\":\"tcp\""));
            }
        }
    }
}
