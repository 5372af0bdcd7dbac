package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.admin.ReloadResult;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Address;
import dev.sekisho.policy.Policies;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Records of requests through a real gateway to real receivers. */
@Timeout(180)
class LogPolicyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<String> records = new CopyOnWriteArrayList<>();

    private static String yaml(RawUpstream upstream, String log) {
        return Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: users, match: { path: /users/* }, to: service",
                        "name: closed, match: { path: /closed/* }, policies: [ key-auth: {} ], to: service",
                        "name: all, match: { path: /* }, to: service")
                + "policies: [ { log: { " + log + " } } ]\n";
    }

    private static TestGateway gateway(RawUpstream upstream, String log) {
        return TestGateway.start(yaml(upstream, log));
    }

    private void read(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            records.add(line);
        }
    }

    private TcpServer receiver() throws IOException {
        return TcpServer.start(this::read);
    }

    private static void await(String what, BooleanSupplier condition) {
        TestGateway.await(what, PATIENCE, condition);
    }

    private JsonNode record(int number) {
        await("a record", () -> records.size() > number);
        return JSON.readTree(records.get(number));
    }

    private static String tcp(int port) {
        return "tcp: { address: \"127.0.0.1:" + port + "\" }";
    }

    private static String metrics(TestGateway gateway) {
        try (RawClient admin = RawClient.connect(gateway.admin())) {
            return admin.admin("/metrics").text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean counts(TestGateway gateway, String destination, String result, int least) {
        String name = "api_gateway_log_records_total{destination=\"" + destination + "\",result=\"" + result + "\"} ";
        return metrics(gateway)
                .lines()
                .anyMatch(line -> line.startsWith(name) && Double.parseDouble(line.substring(name.length())) >= least);
    }

    @Test
    void leftOutTheFieldsAreThoseOfTheAccessLogAndTellTheSame() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TcpServer receiver = receiver();
                TestGateway gateway = gateway(upstream, tcp(receiver.port()))) {
            gateway.get("/users/7?page=2&token=S3CR3T", "User-Agent: test");
            JsonNode record = record(0);
            JsonNode line = JSON.readTree(gateway.logged(l -> l.contains("/users/7")));
            for (String same : line.propertyNames()) {
                if (!same.endsWith("time")) {
                    assertThat(record.get(same)).as(same).isEqualTo(line.get(same));
                }
            }
            assertThat(record.get("request_uri").asString()).isEqualTo("/users/7?page=2&token=[redacted]");
            assertThat(record.get("upstream_addr").asString()).isEqualTo("127.0.0.1:" + upstream.port());
            await("the count", () -> counts(gateway, "tcp://127.0.0.1:" + receiver.port(), "shipped", 1));
        }
    }

    @Test
    void aTemplateOfAnyDepthTellsOfTheWholeExchange() throws IOException {
        String fields =
                "fields: { request: { method: \"{method}\", url: \"{scheme}://{host}{target}\", size: \"{requestSize}\","
                        + " headers: \"{requestHeaders}\" }, response: { status: \"{status}\", size: \"{responseSize}\","
                        + " headers: \"{responseHeaders}\" }, latencies: { request: \"{durationMillis}\","
                        + " proxy: \"{upstreamMillis}\", kong: \"{gatewayMillis}\" }, upstream: [ \"{upstreamAddress}\","
                        + " \"{upstreamStatus}\", \"{upstreamTries}\" ], client: { ip: \"{clientAddress}\", port: \"{clientPort}\" },"
                        + " started_at: \"{startMillis}\", protocol: \"{protocol}\", route: \"{route}\", service: \"{service}\" }";
        long before = System.currentTimeMillis();
        try (RawUpstream upstream =
                        RawUpstream.answering(r -> "HTTP/1.1 201 Made\r\nX-B: 1\r\nContent-Length: 5\r\n\r\nhello");
                TcpServer receiver = receiver();
                TestGateway gateway = gateway(upstream, tcp(receiver.port()) + ", " + fields)) {
            try (RawClient client = gateway.connect()) {
                client.send("POST /users/1 HTTP/1.1\r\nHost: a.test\r\nCookie: S3CR3T\r\nContent-Length: 1000\r\n\r\n"
                        + "x".repeat(1000));
                assertThat(client.read().status()).isEqualTo(201);
            }
            JsonNode record = record(0);
            assertThat(records.getFirst()).doesNotContain("S3CR3T");
            assertThat(record.at("/request/method").asString()).isEqualTo("POST");
            assertThat(record.at("/request/url").asString()).isEqualTo("http://a.test/users/1");
            assertThat(record.at("/request/size").asInt()).isBetween(1070, 1100);
            assertThat(record.at("/request/headers/host").asString()).isEqualTo("a.test");
            assertThat(record.at("/response/status").asInt()).isEqualTo(201);
            assertThat(record.at("/response/size").asInt()).isEqualTo(5);
            assertThat(record.at("/response/headers/x-b").asString()).isEqualTo("1");
            assertThat(record.at("/latencies/request").isIntegralNumber()).isTrue();
            assertThat(record.at("/latencies/proxy").isIntegralNumber()).isTrue();
            assertThat(record.get("upstream").toString()).isEqualTo("[\"127.0.0.1:" + upstream.port() + "\",201,1]");
            assertThat(record.at("/client/ip").asString()).isEqualTo("127.0.0.1");
            assertThat(record.at("/client/port").asInt()).isPositive();
            assertThat(record.get("started_at").asLong()).isBetween(before - 1, System.currentTimeMillis());
            assertThat(record.get("protocol").asString()).isEqualTo("HTTP/1.1");
            assertThat(record.get("route").asString()).isEqualTo("users");
            assertThat(record.get("service").asString()).isEqualTo("service");
        }
    }

    @Test
    void http2AndRefusalsAreRecordedToo() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TcpServer receiver = receiver();
                TestGateway gateway = gateway(
                        upstream,
                        tcp(receiver.port())
                                + ", fields: { p: \"{protocol} {target}\", s: \"{status}\", r: \"{reason}\" }")) {
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                client.get(1, "/over-http2");
            }
            assertThat(record(0).toString()).isEqualTo("{\"p\":\"HTTP/2.0 /over-http2\",\"s\":200,\"r\":\"\"}");
            gateway.get("/closed/1");
            assertThat(record(1).toString())
                    .isEqualTo("{\"p\":\"HTTP/1.1 /closed/1\",\"s\":401,\"r\":\"auth.missing\"}");
        }
    }

    @Test
    void aClientThatLeavesIsRecordedWithIts499() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(c -> {
                    c.request();
                    TestGateway.pause(500);
                });
                TcpServer receiver = receiver();
                TestGateway gateway = gateway(upstream, tcp(receiver.port()) + ", fields: { s: \"{status}\" }")) {
            try (RawClient client = gateway.connect()) {
                client.send("GET /left HTTP/1.1\r\nHost: a.test\r\n\r\n");
                await("the request", () -> !upstream.requests().isEmpty());
            }
            assertThat(record(0).get("s").asInt()).isEqualTo(499);
        }
    }

    @Test
    void recordsGoOverTlsToAReceiverThatIsWhoItSays() throws Exception {
        Pki pki = new Pki(folder);
        try (RawUpstream upstream = RawUpstream.echo();
                SSLServerSocket receiver = tls(pki.issue("logs", "logs.test"), pki)) {
            String tls = "tcp: { address: \"127.0.0.1:" + receiver.getLocalPort() + "\", tls: { ca: \"" + pki.ca()
                    + "\", serverName: logs.test } }";
            try (TestGateway gateway = gateway(upstream, tls)) {
                gateway.get("/over-tls");
                assertThat(record(0).get("request_uri").asString()).isEqualTo("/over-tls");
            }
        }
    }

    @Test
    void aReceiverThatIsSomebodyElseGetsNothing() throws Exception {
        Pki pki = new Pki(folder);
        Pki other = new Pki(Files.createDirectory(folder.resolve("other")));
        for (String setting : List.of(
                "ca: \"" + pki.ca() + "\", serverName: other.test",
                "ca: \"" + other.ca() + "\", serverName: logs.test")) {
            try (RawUpstream upstream = RawUpstream.echo();
                    SSLServerSocket receiver = tls(pki.issue("logs", "logs.test"), pki)) {
                int port = receiver.getLocalPort();
                String tls = "tcp: { address: \"127.0.0.1:" + port + "\", tls: { " + setting
                        + " } }, queue: { maxRetryTime: 0s }";
                try (TestGateway gateway = gateway(upstream, tls)) {
                    assertThat(gateway.get("/secret").status()).isEqualTo(200);
                    await(setting, () -> counts(gateway, "tls://127.0.0.1:" + port, "given_up", 1));
                    assertThat(records).isEmpty();
                }
            }
        }
    }

    private SSLServerSocket tls(X509Bundle certificate, Pki pki) throws Exception {
        SSLContext context = pki.context(certificate);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            read(socket);
                        } catch (IOException e) {
                            // no handshake, as a test may want
                        }
                    });
                }
            } catch (IOException e) {
                // closed
            }
        });
        return server;
    }

    @Test
    void recordsGoAsDatagramsAndToSyslog() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                UdpServer receiver = new UdpServer(bytes -> {
                    records.add(new String(bytes, StandardCharsets.US_ASCII));
                    return List.of();
                })) {
            String address = "address: \"127.0.0.1:" + receiver.port() + "\"";
            try (TestGateway gateway = gateway(upstream, "udp: { " + address + " }, fields: { t: \"{target}\" }")) {
                gateway.get("/datagram");
                assertThat(record(0).toString()).isEqualTo("{\"t\":\"/datagram\"}");
            }
            String syslog = "syslog: { " + address + ", facility: local0, hostname: gw }, fields: { t: \"{target}\" }";
            try (TestGateway gateway = gateway(upstream, syslog)) {
                gateway.get("/closed/1");
                await("a message", () -> records.size() == 2);
                assertThat(records.get(1)).matches("<132>1 \\S{24} gw sekisho - - - \\{\"t\":\"/closed/1\"\\}");
            }
        }
    }

    @Test
    void recordsGoAsRequests() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                RawUpstream intake = RawUpstream.answering(r -> RawUpstream.ok(""));
                TestGateway gateway = gateway(
                        upstream,
                        "http: { url: \"http://127.0.0.1:" + intake.port()
                                + "/loki\" }, queue: { maxBatch: 2, maxDelay: 10s }, fields: { t: \"{target}\" }")) {
            gateway.get("/1");
            gateway.get("/2");
            await("a batch", () -> !intake.requests().isEmpty());
            assertThat(intake.requests().getFirst().startLine()).isEqualTo("POST /loki HTTP/1.1");
            assertThat(intake.requests().getFirst().text()).isEqualTo("[{\"t\":\"/1\"},{\"t\":\"/2\"}]");
        }
    }

    @Test
    void aFileIsRotatedAsTheAccessLogIs() throws IOException {
        Path file = folder.resolve("shop.log");
        Path old = folder.resolve("shop.log.1");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        gateway(upstream, "file: { path: \"" + file + "\" }, fields: { t: \"{target}\" }")) {
            gateway.get("/1");
            await("the first", () -> lines(file).size() == 1);
            Files.move(file, old);
            gateway.gateway().reopenLogs();
            gateway.get("/2");
            await("the second", () -> lines(file).size() == 1);
            assertThat(lines(old)).containsExactly("{\"t\":\"/1\"}");
            assertThat(lines(file)).containsExactly("{\"t\":\"/2\"}");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsRefusedAtTheStart() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo()) {
            assertThatThrownBy(() -> gateway(upstream, "file: { path: \"" + folder + "/none/a.log\" }"))
                    .hasMessageContaining("file.path: " + folder + "/none/a.log cannot be opened");
        }
    }

    @Test
    void tenThousandRequestsGoOnWithoutAReceiver() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, tcp(port) + ", queue: { maxEntries: 500 }");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.get("/" + i).status()).isEqualTo(200);
            }
            String destination = "tcp://127.0.0.1:" + port;
            await("the oldest go", () -> counts(gateway, destination, "dropped_full", 8_000));
            assertThat(metrics(gateway))
                    .containsPattern("api_gateway_log_queue_records\\{destination=\"" + destination
                            + "\"\\} ([0-4]?[0-9]?[0-9]|500)(\\.0)?\n");
        }
    }

    @Test
    void aReloadThatKeepsTheDestinationKeepsItsConnection() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TcpServer receiver = receiver()) {
            String log = tcp(receiver.port());
            try (TestGateway gateway = gateway(upstream, log + ", fields: { v: 1 }")) {
                gateway.get("/");
                assertThat(record(0).get("v").asInt()).isEqualTo(1);
                ReloadResult result = gateway.reload(yaml(upstream, log + ", fields: { v: 2 }"));
                assertThat(result.outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
                gateway.get("/");
                assertThat(record(1).get("v").asInt()).isEqualTo(2);
                assertThat(receiver.accepted()).isEqualTo(1);
            }
        }
    }

    @Test
    void whatWaitsIsSentBeforeTheGatewayEnds() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TcpServer receiver = receiver()) {
            try (TestGateway gateway = gateway(upstream, tcp(receiver.port()))) {
                for (int i = 0; i < 50; i++) {
                    gateway.get("/" + i);
                }
            }
            await("all", () -> records.size() == 50);
        }
    }

    @Test
    void connectToSaysWhereADestinationIs() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TcpServer receiver = receiver()) {
            Path file = Files.writeString(
                    folder.resolve("sekisho.yaml"),
                    yaml(upstream, "tcp: { address: \"log-collector:5140\" }") + "telemetry: { accessLog: off }\n");
            ConfigurationSource source = new ConfigurationSource(
                    List.of(file),
                    List.of(new YamlDialect(Policies.configTypes(), SecretSource.system())),
                    Optional.empty());
            GatewayOptions options = new GatewayOptions(
                    "auto",
                    1,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Map.of(new Address("log-collector", 5140), new Address("127.0.0.1", receiver.port())),
                    Optional.empty(),
                    false);
            try (Gateway gateway = Gateway.start(source, options);
                    RawClient client = RawClient.connect(gateway.addresses().getFirst())) {
                client.get("/found");
                assertThat(record(0).get("request_uri").asString()).isEqualTo("/found");
            }
        }
    }
}
