package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener in the clear that sends everybody to the one with TLS, which tells browsers to stay there. */
class HttpsRedirectTest {

    @TempDir
    Path folder;

    private static String yaml(Pki pki, RawUpstream upstream, String plain) throws Exception {
        return "listeners:\n  - { name: http, address: \"127.0.0.1:0\", " + plain + " }\n"
                + "  - { name: https, address: \"127.0.0.1:0\", tls: { certificates: [ { "
                + pki.files("a", pki.issue("a", "a.test")) + " } ], hsts: { maxAge: 1d } } }\n"
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.ALL;
    }

    @Test
    void clientsComeBackOverTlsWithPathAndQuery() throws Exception {
        Pki pki = new Pki(folder);
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = TestGateway.start(yaml(pki, upstream, "redirectToHttps: { port: 8443 }"))) {
            try (RawClient client = gateway.connect()) {
                Message answer = client.send("GET /a/../b%20c?x=1&y=%0d HTTP/1.1\r\nHost: A.test:80\r\n\r\n")
                        .read();
                assertThat(answer.status()).isEqualTo(308);
                assertThat(answer.field("Location")).hasValue("https://a.test:8443/b%20c?x=1&y=%0d");
                assertThat(answer.has("Strict-Transport-Security"))
                        .as("RFC 6797 section 7.2: never in the clear")
                        .isFalse();
                answer = client.send("POST //evil.test HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\nhi")
                        .read();
                assertThat(answer.field("Location"))
                        .hasValueSatisfying(l -> assertThat(l).startsWith("https://a.test:8443/"));
                answer =
                        client.send("GET /c HTTP/1.1\r\nHost: [::1]:80\r\n\r\n").read();
                assertThat(answer.field("Location")).hasValue("https://[::1]:8443/c");
            }
            gateway.logged(line -> line.contains("route.redirect"));
            InetSocketAddress secure = gateway.gateway().addresses().get(1);
            try (SSLSocket socket = Pki.connect(pki.context(), secure, "a.test");
                    RawClient client = RawClient.over(socket)) {
                Message answer =
                        client.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.field("Strict-Transport-Security")).hasValue("max-age=86400");
            }
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void hostsThatAreNoneAreSentNowhere() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway =
                        TestGateway.start(yaml(new Pki(folder), upstream, "redirectToHttps: { status: 301 }"))) {
            for (String head : new String[] {
                "GET / HTTP/1.0\r\n",
                "GET / HTTP/1.1\r\nHost: a.test/b\r\n",
                "GET / HTTP/1.1\r\nHost: u@a.test\r\n",
                "GET / HTTP/1.1\r\nHost: \r\n"
            }) {
                try (RawClient client = gateway.connect()) {
                    Message answer = client.send(head + "\r\n").read();
                    assertThat(answer.status()).as(head).isEqualTo(400);
                    assertThat(answer.has("Location")).as(head).isFalse();
                }
            }
            assertThat(gateway.get("/").field("Location")).hasValue("https://test/");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void whoComesOverTlsToATrustedProxyIsServed() throws Exception {
        Pki pki = new Pki(folder);
        String trusted = "trustedProxies: [ 127.0.0.1 ], redirectToHttps: {}";
        for (String plain : new String[] {trusted, "redirectToHttps: {}"}) {
            try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                    TestGateway gateway = TestGateway.start(yaml(pki, upstream, plain))) {
                boolean trusts = plain.equals(trusted);
                assertThat(gateway.get("/", "X-Forwarded-Proto: https").status())
                        .isEqualTo(trusts ? 200 : 308);
                assertThat(gateway.get("/", "X-Forwarded-Proto: http").status()).isEqualTo(308);
            }
        }
    }

    @Test
    void mistakesAreRefused() throws Exception {
        Pki pki = new Pki(folder);
        String tls =
                "tls: { certificates: [ { " + pki.files("b", pki.issue("b", "b.test")) + " } ] }, redirectToHttps: {}";
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"))) {
            assertThatThrownBy(() -> TestGateway.start(yaml(pki, upstream, tls)))
                    .hasMessageContaining("redirectToHttps: beside tls");
            assertThatThrownBy(() -> TestGateway.start(yaml(pki, upstream, "redirectToHttps: { status: 303 }")))
                    .hasMessageContaining("status: 303 (expected: 301, 302, 307 or 308)");
        }
    }
}
