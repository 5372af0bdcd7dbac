package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS of clients, by Java's own TLS as the other side. */
class TlsTest {

    @TempDir
    Path folder;

    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
    }

    private static TestGateway gateway(RawUpstream upstream, String tls) {
        return TestGateway.start(Yaml.listener("tls: { " + tls + " }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.ALL);
    }

    private String one(String name, String... hosts) throws Exception {
        return "certificates: [ { " + pki.files(name, pki.issue(name, hosts)) + " } ]";
    }

    private static Message get(SSLContext context, TestGateway gateway, String host, String... versions)
            throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), host, versions);
                RawClient client = RawClient.over(socket)) {
            return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read();
        }
    }

    private static X509Certificate shown(SSLContext context, TestGateway gateway, String host) throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), host)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void requestsArePassedOnWithTheirScheme() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok(r.field("X-Forwarded-Proto")
                                .orElse("") + " " + r.field("Forwarded").orElse("")));
                TestGateway gateway = gateway(upstream, one("a", "a.test") + ", hsts: { includeSubDomains: true }")) {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                Message answer = get(pki.context(), gateway, "a.test", version);
                assertThat(answer.text()).startsWith("https ").contains("proto=https");
                assertThat(answer.field("Strict-Transport-Security")).hasValue("max-age=31536000; includeSubDomains");
            }
        }
    }

    @Test
    void largeBodiesPassBothWaysAndConnectionsAreKept() throws Exception {
        byte[] body = new byte[3 << 20];
        Arrays.fill(body, (byte) 'x');
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, one("a", "a.test"));
                SSLSocket socket = Pki.connect(pki.context(), gateway.address(), "a.test");
                RawClient client = RawClient.over(socket)) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .send(body);
                Message answer = client.read();
                assertThat(answer.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void certificateIsChosenByTheNameOfTheHost() throws Exception {
        String tls = "certificates: [ { " + pki.files("first", pki.issue("first", "first.test"))
                + " }, { names: [ \"*.wild.test\" ], "
                + pki.files("wild", pki.issue("wild", "unused.test")) + " }, { names: [ given.test ], "
                + pki.files("given", pki.issue("given", "unused.test")) + " } ]";
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream, tls)) {
            for (String[] pair : new String[][] {
                {"first.test", "first"},
                {"a.wild.test", "wild"},
                {"A.B.WILD.test", "wild"},
                {"given.test", "given"},
                {"other.test", "first"},
                {"", "first"}
            }) {
                assertThat(shown(pki.context(), gateway, pair[0])
                                .getSubjectX500Principal()
                                .getName())
                        .as(pair[0])
                        .isEqualTo("CN=" + pair[1]);
            }
        }
    }

    @Test
    void aRequestForAnotherHostThanThatOfTheHandshakeIsMisdirected() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream, one("a", "a.test", "b.test"));
                SSLSocket socket = Pki.connect(pki.context(), gateway.address(), "a.test");
                RawClient client = RawClient.over(socket)) {
            client.send("GET / HTTP/1.1\r\nHost: A.test:443\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            client.send("GET / HTTP/1.1\r\nHost: b.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(421);
            gateway.logged(line -> line.contains("tls.misdirected"));
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void sessionsAreResumedForTheSameHostAndForNoneWithOtherRules() throws Exception {
        String tls = "maxVersion: \"1.2\", certificates: [ { " + pki.files("open", pki.issue("open", "open.test"))
                + " }, { " + pki.files("closed", pki.issue("closed", "closed.test")) + ", clients: { ca: \"" + pki.ca()
                + "\" } } ]";
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream, tls)) {
            SSLContext context = pki.context();
            byte[] first = session(context, gateway, "open.test");
            assertThat(session(context, gateway, "open.test")).as("resumed").isEqualTo(first);
            assertThatThrownBy(() -> get(pki.context(), gateway, "closed.test"))
                    .as("without a session")
                    .isInstanceOf(IOException.class);
            assertThat(get(context, gateway, "closed.test").status())
                    .as("Java asks for the host of the session again, and then for the other one")
                    .isEqualTo(421);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    private static byte[] session(SSLContext context, TestGateway gateway, String host) throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), host)) {
            return socket.getSession().getId();
        }
    }

    @Test
    void onlyTheSuitesOfTheListAreSpoken() throws Exception {
        List<String> all = List.of(
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
        String list = ", ciphers: \"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE+AES128+SHA\"";
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"))) {
            try (TestGateway gateway = gateway(upstream, one("a", "a.test"))) {
                assertThat(spoken(gateway, all)).isEqualTo(all.subList(0, 3));
            }
            try (TestGateway gateway = gateway(upstream, one("a", "a.test") + list)) {
                assertThat(spoken(gateway, all)).isEqualTo(List.of(all.get(1), all.get(3)));
            }
        }
    }

    private List<String> spoken(TestGateway gateway, List<String> suites) throws Exception {
        List<String> spoken = new ArrayList<>();
        for (String suite : suites) {
            try (SSLSocket socket = (SSLSocket) pki.context().getSocketFactory().createSocket()) {
                socket.connect(gateway.address());
                socket.setSoTimeout(10_000);
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(new String[] {suite});
                socket.startHandshake();
                spoken.add(suite);
            } catch (SSLException e) {
                // not this one
            }
        }
        return spoken;
    }

    @Test
    void versionsOutsideTheRangeAreRefused() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"))) {
            try (TestGateway gateway = gateway(upstream, one("a", "a.test") + ", minVersion: \"1.3\"")) {
                assertThat(get(pki.context(), gateway, "a.test", "TLSv1.3").status())
                        .isEqualTo(200);
                assertThatThrownBy(() -> get(pki.context(), gateway, "a.test", "TLSv1.2"))
                        .isInstanceOf(SSLException.class);
            }
            try (TestGateway gateway = gateway(upstream, one("a", "a.test") + ", maxVersion: \"1.2\"")) {
                assertThat(get(pki.context(), gateway, "a.test", "TLSv1.2").status())
                        .isEqualTo(200);
                assertThatThrownBy(() -> get(pki.context(), gateway, "a.test", "TLSv1.3"))
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void aBadStartIsRefused() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"))) {
            assertThatThrownBy(() -> gateway(upstream, "certificates: [ { certificate: none.pem, key: none.key } ]"))
                    .hasMessageContaining("none.pem (expected: a file that exists)");
            assertThatThrownBy(() -> gateway(upstream, one("b", "b.test") + ", ciphers: \"RC5\""))
                    .hasMessageContaining("ciphers: RC5");
        }
    }

    @Test
    void garbagePlainTextAndOldVersionsAreRefused() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream, one("a", "a.test"))) {
            for (byte[] first : new byte[][] {
                "get / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII), // capitals are told 400
                new byte[] {22, 3, 1, 0x3f, (byte) 0xff, 1, 0, 0x3f, (byte) 0xfb},
                new byte[] {22, 3, 1, 0, 4, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff}
            }) {
                try (RawClient client = gateway.connect()) {
                    client.send(first);
                    assertThat(client.isClosedWithin(Duration.ofSeconds(12))).isTrue();
                }
            }
            assertThatThrownBy(() -> get(pki.context(), gateway, "a.test", "TLSv1.1"))
                    .isInstanceOfAny(SSLException.class, IllegalArgumentException.class);
            assertThat(get(pki.context(), gateway, "a.test").status()).isEqualTo(200);
            assertThat(upstream.requests()).hasSize(1);
        }
    }
}
