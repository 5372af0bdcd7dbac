package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the upstream is told of the client, and what ends at the gateway. */
class ForwardingTest {

    private static final String TRUSTING = Yaml.listener("trustedProxies: [ 127.0.0.0/8, 10.0.0.0/8 ]");

    private static TestGateway with(String listener, RawUpstream upstream) {
        return TestGateway.start(listener + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL);
    }

    @Test
    void strangersWordIsOverwritten() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.to(upstream)) {
            gateway.get(
                    "/",
                    "X-Forwarded-For: 6.6.6.6",
                    "X-Forwarded-Host: evil",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Port: 443",
                    "X-Forwarded-Prefix: /evil",
                    "X_Forwarded_For: 6.6.6.6",
                    "X-Real-IP: 6.6.6.6",
                    "Forwarded: for=6.6.6.6");
            Message request = upstream.only();
            assertThat(request.head()).doesNotContain("6.6.6.6").doesNotContain("evil");
            assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(request.all("X-Forwarded-Host")).containsExactly("test");
            assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
            assertThat(request.all("X-Forwarded-Port"))
                    .containsExactly(Integer.toString(gateway.address().getPort()));
            assertThat(request.all("Forwarded")).containsExactly("for=127.0.0.1;host=\"test\";proto=http");
        }
    }

    @Test
    void trustedProxysWordIsKeptAndAddedTo() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(TRUSTING, upstream)) {
            gateway.get(
                    "/",
                    "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.1",
                    "X-Forwarded-Host: public.example",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Port: 443",
                    "Forwarded: for=203.0.113.9");
            Message request = upstream.only();
            assertThat(request.all("X-Forwarded-For")).containsExactly("6.6.6.6, 203.0.113.9, 10.0.0.1, 127.0.0.1");
            assertThat(request.all("X-Forwarded-Host")).containsExactly("public.example");
            assertThat(request.all("X-Forwarded-Proto")).containsExactly("https");
            assertThat(request.all("X-Forwarded-Port")).containsExactly("443");
            assertThat(request.all("Forwarded"))
                    .containsExactly("for=203.0.113.9, for=127.0.0.1;host=\"test\";proto=http");
            assertThat(gateway.logged(line -> line.contains("\"/\""))).contains("\"remote_addr\":\"203.0.113.9\"");
        }
    }

    @Test
    void fieldsOfOneHopEndHere() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
                        + "Connection: keep-alive, X-Hop, close-not\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\n"
                        + "Proxy-Connection: keep-alive\r\nUpgrade: h2c\r\nX-End: 1\r\n\r\n");
                TestGateway gateway = TestGateway.to(upstream)) {
            Message answer = gateway.get(
                    "/",
                    "Connection: keep-alive, X-Hop",
                    "Keep-Alive: timeout=5",
                    "X-Hop: 1",
                    "TE: trailers",
                    "Proxy-Connection: keep-alive",
                    "X-End: 1");
            for (Message message : List.of(upstream.only(), answer)) {
                assertThat(message.fields()).contains("X-End: 1");
                for (String name : List.of("Connection", "Keep-Alive", "X-Hop", "TE", "Proxy-Connection", "Upgrade")) {
                    assertThat(message.all(name)).as(name).isEmpty();
                }
            }
        }
    }

    @Test
    void clientsCannotSayWhoTheyAre() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.to(upstream)) {
            gateway.get(
                    "/",
                    "X-User-ID: root",
                    "X_User_ID: root",
                    "x.user.id: root",
                    "X-User-Roles: root",
                    "X-Consumer-ID: root",
                    "x_consumer-Custom-Id: root",
                    "X-Credential-Identifier: root",
                    "Connection: X-Consumer-Name",
                    "X-Consumer-Name: root");
            assertThat(upstream.only().head()).doesNotContain("root");
        }
    }

    @Test
    void gatewaysOwnFieldsCannotBeNamedAway() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.to(upstream)) {
            gateway.get("/", "Connection: X-Forwarded-For, X-Request-ID, Forwarded", "X-Request-ID: mine");
            Message request = upstream.only();
            assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(request.all("X-Request-ID")).hasSize(1).doesNotContain("mine");
            assertThat(request.has("Forwarded")).isTrue();
        }
    }

    @Test
    void requestIdIsTakenOrMadeAndReturned() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(
                        r -> "HTTP/1.1 200 OK\r\nX-Request-ID: upstreams\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.to(upstream)) {
            Message taken = gateway.get("/", "X-Request-ID: abc-123");
            assertThat(taken.all("X-Request-ID")).containsExactly("abc-123");
            assertThat(upstream.only().all("X-Request-ID")).containsExactly("abc-123");
            upstream.forget();

            Message made = gateway.get("/");
            UUID id = UUID.fromString(made.field("X-Request-ID").orElseThrow());
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16)
                    .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
            assertThat(upstream.only().all("X-Request-ID")).containsExactly(id.toString());
            assertThat(gateway.logged(line -> line.contains(id.toString()))).contains("\"status\":200");
            upstream.forget();

            assertThat(gateway.get("/", "X-Request-ID: <script>").all("X-Request-ID"))
                    .hasSize(1)
                    .doesNotContain("<script>");
        }
    }

    @Test
    void viaIsAddedWhereItIsConfigured() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(Yaml.listener("via: checkpoint"), upstream);
                TestGateway silent = TestGateway.to(upstream)) {
            assertThat(gateway.get("/", "Via: 1.0 first").all("Via")).containsExactly("1.1 checkpoint");
            assertThat(upstream.only().all("Via")).containsExactly("1.0 first", "1.1 checkpoint");
            upstream.forget();
            assertThat(silent.get("/").has("Via")).isFalse();
            assertThat(upstream.only().has("Via")).isFalse();
        }
    }
}
