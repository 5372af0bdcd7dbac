package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.snapshot.SnapshotBuilder;
import dev.sekisho.telemetry.metrics.MetricsPage;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class AdminServerTest implements Control {

    private static final ReloadResult APPLIED =
            new ReloadResult(ReloadResult.Outcome.APPLIED, 3, Duration.ofMillis(12), List.of());

    private final MetricsPage page = new MetricsPage(new MetricsRegistry(1));
    private volatile boolean ready;
    private volatile ReloadResult result = APPLIED;
    private volatile boolean reopenFails;
    private volatile int changes;
    private AdminServer server;

    AdminServerTest() throws IOException {
        server = new AdminServer(new InetSocketAddress("127.0.0.1", 0), this, page, Map::of);
    }

    @BeforeEach
    void isListening() {
        assertThat(server.address().getPort()).isPositive();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one request at a time
    public ReloadResult reload() {
        changes++;
        return result;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one request at a time
    public void reopenLogs() throws IOException {
        changes++;
        if (reopenFails) {
            throw new IOException("disk is gone");
        }
    }

    @Override
    public Snapshot snapshot() {
        return new SnapshotBuilder(
                        1,
                        new PolicyChains(PolicyServices.OFFLINE),
                        (t, routes) -> ExchangeObserver.NONE,
                        BreakerEvents.NONE)
                .build(Model.EMPTY, Optional.empty());
    }

    @Test
    void showsThatNothingServes() throws IOException {
        assertThat(get("/upstreams").json().get("upstreams").isEmpty()).isTrue();
        assertThat(get("/routes").json().get("routes").isEmpty()).isTrue();
        assertThat(get("/metrics/circuit-breakers").body()).isEqualTo("{}\n");
    }

    private record Answer(int status, String head, String body) {
        JsonNode json() {
            return new ObjectMapper().readTree(body);
        }
    }

    /** Sends a request over a plain socket, since HTTP clients refuse to forge Host and Origin. */
    private Answer send(String line, String... fields) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(10_000);
            String head = line + " HTTP/1.1\r\n"
                    + String.join(
                            "",
                            List.of(fields).stream()
                                    .map(field -> field + "\r\n")
                                    .toList());
            String request = head + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }

    private Answer get(String path) throws IOException {
        return send("GET " + path, "Host: localhost:8001");
    }

    private Answer post(String path) throws IOException {
        return send("POST " + path, "Host: 127.0.0.1:8001", "Content-Length: 0");
    }

    @Test
    void isAlive() throws IOException {
        assertThat(get("/healthz").status()).isEqualTo(200);
        assertThat(get("/healthz").json().get("status").asString()).isEqualTo("ok");
    }

    @Test
    void isReadyOnlyWhileServing() throws IOException {
        assertThat(get("/readyz").status()).isEqualTo(503);
        ready = true;
        assertThat(get("/readyz").status()).isEqualTo(200);
        assertThat(get("/readyz?verbose").json().get("status").asString()).isEqualTo("ready");
        ready = false;
        assertThat(get("/readyz").status()).isEqualTo(503);
    }

    @Test
    void showsMetrics() throws IOException {
        Answer text = get("/metrics");
        assertThat(text.status()).isEqualTo(200);
        assertThat(text.head()).containsIgnoringCase("content-type: text/plain; version=0.0.4");
        assertThat(text.body()).contains("api_gateway_processing_time_seconds_count 0");
        Answer open = send("GET /metrics", "Host: localhost", "Accept: application/openmetrics-text; version=1.0.0");
        assertThat(open.head()).containsIgnoringCase("content-type: application/openmetrics-text");
        assertThat(open.body()).contains("# EOF\n");
    }

    @Test
    void reloads() throws IOException {
        Answer answer = post("/reload");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("result").asString()).isEqualTo("applied");
        assertThat(answer.json().get("routes").intValue()).isEqualTo(3);
        assertThat(answer.json().get("took_ms").intValue()).isEqualTo(12);
        assertThat(answer.json().get("diagnostics").isEmpty()).isTrue();
    }

    @Test
    void tellsWhyAReloadWasRefused() throws IOException {
        Origin at = new Origin("a \"b\".yaml", 7, 3);
        Diagnostic diagnostic =
                new Diagnostic(Severity.ERROR, "yaml.unknown-key", at, "key: pth\n\u001b <x>", "Did you mean path?");
        result = new ReloadResult(ReloadResult.Outcome.REFUSED, 3, Duration.ZERO, List.of(diagnostic));
        Answer answer = post("/reload");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("result").asString()).isEqualTo("refused");
        JsonNode told = answer.json().get("diagnostics").get(0);
        assertThat(told.get("severity").asString()).isEqualTo("error");
        assertThat(told.get("code").asString()).isEqualTo("yaml.unknown-key");
        assertThat(told.get("source").asString()).isEqualTo("a \"b\".yaml");
        assertThat(told.get("line").intValue()).isEqualTo(7);
        assertThat(told.get("column").intValue()).isEqualTo(3);
        assertThat(told.get("message").asString()).isEqualTo("key: pth\n\u001b <x>");
        assertThat(told.get("fix").asString()).isEqualTo("Did you mean path?");
    }

    @Test
    void reopensLogs() throws IOException {
        assertThat(post("/reopen").status()).isEqualTo(200);
        reopenFails = true;
        assertThat(post("/reopen").status()).isEqualTo(500);
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void knowsNoOtherPathOrMethod() throws IOException {
        assertThat(get("/").status()).isEqualTo(404);
        assertThat(get("/healthz/x").json().get("error").asString()).isEqualTo("not_found");
        assertThat(get("/reload").status()).isEqualTo(405);
        assertThat(get("/reload").head()).containsIgnoringCase("allow: POST");
        assertThat(get("/reopen").status()).isEqualTo(405);
        assertThat(post("/metrics").status()).isEqualTo(405);
        assertThat(send("DELETE /healthz", "Host: localhost").status()).isEqualTo(405);
        assertThat(changes).isZero();
        Answer head = send("HEAD /healthz", "Host: localhost");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.1.2.3:8001", "[::1]", "[::1]:8001"})
    void servesLoopbackNames(String host) throws IOException {
        assertThat(send("GET /healthz", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: evil.example:8001",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: 127.0.0.1@evil.example",
                "Host: 10.0.0.1",
                "Host:",
                "X-Other: no host at all",
                "Host: localhost\r\nHost: evil.example",
                "Host: localhost\r\nOrigin: http://evil.example",
                "Host: localhost\r\nOrigin: null",
                "Host: localhost:8001\r\nOrigin: http://localhost:3000",
                "Host: localhost\r\nSec-Fetch-Site: cross-site",
                "Host: localhost\r\nSec-Fetch-Site: same-site"
            })
    void refusesPagesOfOthers(String fields) throws IOException {
        assertThat(send("GET /metrics", fields).status()).isEqualTo(403);
        assertThat(send("POST /reload", fields, "Content-Length: 0").status()).isEqualTo(403);
        assertThat(changes).isZero();
    }

    @Test
    void servesItsOwnPages() throws IOException {
        String[] fields = {"Host: localhost:8001", "Origin: http://localhost:8001", "Sec-Fetch-Site: same-origin"};
        assertThat(send("GET /healthz", fields).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void refusesToListenElsewhere(String host) {
        assertThatThrownBy(() -> new AdminServer(new InetSocketAddress(host, 0), this, page, Map::of))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a loopback address")
                .hasMessageContaining("authentication");
        assertThatThrownBy(
                        () -> new AdminServer(InetSocketAddress.createUnresolved("localhost", 0), this, page, Map::of))
                .hasMessageContaining("localhost:0");
    }
}
