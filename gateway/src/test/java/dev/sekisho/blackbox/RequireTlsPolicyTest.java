package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The policy require-tls on listeners with and without TLS, before a service. */
@Timeout(120)
class RequireTlsPolicyTest {

    @TempDir
    Path folder;

    private static String routes(String own, String more) {
        return Yaml.routes("name: all, match: { path: /* }, policies: [ " + own + " ], to: service" + more);
    }

    @Test
    void theSameRouteIsServedOverTlsAlone() throws Exception {
        Pki pki = new Pki(folder);
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = TestGateway.start(
                        "listeners:\n  - { name: http, address: \"127.0.0.1:0\", http2: { cleartext: true } }\n"
                                + "  - { name: https, address: \"127.0.0.1:0\", tls: { certificates: [ { "
                                + pki.files("a", pki.issue("a", "a.test")) + " } ] } }\n"
                                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                                + routes(
                                        "require-tls: {}, key-auth: {}, cors: { origins: [ \"https://app.test\" ] }",
                                        "")
                                + "consumers: [ { name: shop, keys: [ { key: right } ] } ]\n");
                Http2Client second = Http2Client.connect(gateway.address())) {
            try (RawClient client = gateway.connect()) {
                Message refused = client.get("/", "X-API-Key: wrong", "X-Forwarded-Proto: https");
                assertThat(refused.status()).as("before the key is looked at").isEqualTo(426);
                assertThat(refused.field("Upgrade")).hasValue("TLS/1.2, HTTP/1.1");
                assertThat(refused.all("Connection")).containsExactly("Upgrade");
                assertThat(refused.text()).startsWith("{\"error\":\"upgrade_required\"");
                Message post = client.post("/", "x".repeat(100));
                assertThat(post.status())
                        .as("on the same connection, which goes on")
                        .isEqualTo(426);
                Message preflight = client.send(RawClient.request(
                                "OPTIONS", "/", "Origin: https://app.test", "Access-Control-Request-Method: PUT"))
                        .read("OPTIONS");
                assertThat(preflight.status()).isEqualTo(426);
            }
            Http2Client.Answer answer = second.get(1, "/");
            assertThat(answer.status()).isEqualTo(426);
            assertThat(answer.field("upgrade") + answer.field("connection"))
                    .as("RFC 9113 section 8.2.2")
                    .isEmpty();
            try (SSLSocket socket = Pki.connect(
                            pki.context(), gateway.gateway().addresses().get(1), "a.test");
                    RawClient client = RawClient.over(socket)) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: a.test\r\nX-API-Key: right\r\n\r\n")
                                .read()
                                .status())
                        .isEqualTo(200);
            }
            assertThat(upstream.requests()).hasSize(1);
            assertThat(gateway.logged(line -> line.contains("\"status\":426")))
                    .contains("\"reason\":\"policy.tls_required\"");
            try (RawClient admin = RawClient.connect(gateway.admin())) {
                assertThat(admin.admin("/metrics").text())
                        .contains("api_gateway_plain_requests_total{outcome=\"refused\"} 4.0\n");
            }
        }
    }

    @Test
    void aTrustedProxySaysWhatTheClientSpeaks() throws Exception {
        for (boolean trusted : new boolean[] {true, false}) {
            try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                    TestGateway gateway =
                            TestGateway.start(Yaml.listener(trusted ? "trustedProxies: [ 127.0.0.1 ]" : "")
                                    + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                                    + routes("require-tls: { status: 308, port: 8443 }", ""))) {
                assertThat(gateway.get("/", "X-Forwarded-Proto: https").status())
                        .isEqualTo(trusted ? 200 : 308);
                Message sent = gateway.get("/a?b=c", "X-Forwarded-Proto: http");
                assertThat(sent.status()).isEqualTo(308);
                assertThat(sent.field("Location")).hasValue("https://test:8443/a?b=c");
            }
        }
    }

    @Test
    void hostsThatAreNoneLeadNowhere() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + routes("require-tls: { status: 301 }", ", errors: { 426: { body: \"TLS only\" } }"))) {
            for (String head : new String[] {
                "GET / HTTP/1.1\r\nHost: a.test/b\r\n",
                "GET / HTTP/1.1\r\nHost: u@a.test\r\n",
                "GET / HTTP/1.1\r\nHost: \r\n"
            }) {
                try (RawClient client = gateway.connect()) {
                    Message answer = client.send(head + "\r\n").read();
                    assertThat(answer.status()).as(head).isIn(400, 426);
                    assertThat(answer.has("Location")).as(head).isFalse();
                }
            }
            try (RawClient client = gateway.connect()) {
                Message answer = client.send("GET / HTTP/1.0\r\n\r\n").read();
                assertThat(answer.status()).isEqualTo(426);
                assertThat(answer.text()).isEqualTo("TLS only");
            }
            assertThat(gateway.get("//evil.test/%2e%2e/").field("Location"))
                    .hasValueSatisfying(to -> assertThat(to).startsWith("https://test/"));
            assertThat(upstream.requests()).isEmpty();
        }
    }
}
