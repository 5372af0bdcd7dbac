package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners that add no fields of their own, and a Host that is made of the request. */
@Timeout(60)
class PlainFieldsTest {

    private static TestGateway start(String listener, String route, RawUpstream upstream) {
        return TestGateway.start(Yaml.listener(listener)
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /api/* }, to: service, " + route));
    }

    @Test
    void neitherSideIsToldOfTheGateway() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(
                        request -> "HTTP/1.1 200 OK\r\nX-Request-ID: theirs\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = start(
                        "http2: { cleartext: true }, forwarded: { add: false }",
                        "rewrite: { stripPrefix: /api }",
                        upstream);
                Http2Client second = Http2Client.connect(gateway.address())) {
            assertThat(gateway.get("/api/x", "X-Request-ID: mine").all("X-Request-ID"))
                    .containsExactly("theirs");
            assertThat(second.get(1, "/api/x").field("x-request-id")).contains("theirs");
            Message first = upstream.requests().getFirst();
            assertThat(first.all("X-Request-ID")).containsExactly("mine");
            assertThat(upstream.requests().get(1).head()).doesNotContain("X-Request-ID", "x-request-id");
            assertThat(first.head()).doesNotContain("Forwarded", "X-Forwarded-Prefix");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{host}', api.example.com",
        "'{host}:8443', api.example.com:8443",
        "'{header.X-Tenant}.internal', t1.internal",
        "'internal', internal"
    })
    void theHostIsMadeOfTheRequest(String host, String expected) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start("", "rewrite: { host: \"" + host + "\" }", upstream);
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET /api/x HTTP/1.1\r\nHost: API.example.com:81\r\nX-Tenant: t1\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(200);
                assertThat(upstream.requests().get(i).all("Host")).containsExactly(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a@b", "a?b", "a#b", "a\tb", "a\\b", "\"", "\u00e9"})
    void whatIsNoHostReachesNobody(String tenant) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start("", "rewrite: { host: \"{header.X-Tenant}\" }", upstream)) {
            assertThat(gateway.get("/api/x", "X-Tenant: " + tenant).status()).isEqualTo(400);
            assertThat(upstream.requests()).isEmpty();
            assertThat(gateway.get("/api/x").status()).as("nothing comes of it").isEqualTo(200);
            assertThat(upstream.only().all("Host")).containsExactly("127.0.0.1:" + upstream.port());
        }
    }
}
