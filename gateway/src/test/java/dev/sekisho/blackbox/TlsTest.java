package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    void clientsWithoutAGoodCertificateAreNotLetIn() throws Exception {
        String clients = ", clients: { ca: \"" + pki.ca() + "\", forward: true }";
        X509Bundle own = pki.issue("alice", "spiffe://test/alice", "alice.test");
        Pki other = new Pki(Files.createDirectory(folder.resolve("other")));
        try (RawUpstream upstream =
                        RawUpstream.answering(r -> RawUpstream.ok(String.join("|", r.all("X-Forwarded-Client-Cert"))));
                TestGateway gateway = gateway(upstream, one("a", "a.test") + clients)) {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                assertThatThrownBy(() -> get(pki.context(), gateway, "a.test", version))
                        .isInstanceOf(IOException.class);
                assertThatThrownBy(() -> get(pki.context(other.issue("mallory")), gateway, "a.test", version))
                        .isInstanceOf(IOException.class);
                assertThat(get(pki.context(own), gateway, "a.test", version).text())
                        .matches("Hash=[0-9a-f]{64};Subject=\"CN=alice\";URI=spiffe://test/alice;DNS=alice.test");
            }
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void optionalCertificatesAreForwardedAndNeverTakenFromTheClient() throws Exception {
        String clients = ", clients: { optional: true, forward: true, ca: \"" + pki.ca() + "\" }";
        try (RawUpstream upstream =
                        RawUpstream.answering(r -> RawUpstream.ok(String.join("|", r.all("X-Forwarded-Client-Cert"))));
                TestGateway gateway = gateway(upstream, one("a", "a.test") + clients);
                SSLSocket socket = Pki.connect(pki.context(), gateway.address(), "a.test");
                RawClient client = RawClient.over(socket)) {
            client.send("GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-Client-Cert: Hash=1\r\n"
                    + "x_forwarded_client_cert: Hash=2\r\n\r\n");
            assertThat(client.read().text()).isEmpty();
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

    @Test
    void aSessionOpensNoHostThatAsksForCertificates() throws Exception {
        assumeTrue(OpenSslClient.isThere(), "openssl is not installed");
        String tls = "certificates: [ { " + pki.files("open", pki.issue("open", "open.test")) + " }, { "
                + pki.files("closed", pki.issue("closed", "closed.test")) + ", clients: { ca: \"" + pki.ca()
                + "\" } } ]";
        for (String more : new String[] {"", ", tickets: true"}) {
            try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                    TestGateway gateway = gateway(upstream, tls + more)) {
                OpenSslClient client = new OpenSslClient(gateway.address(), folder);
                for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
                    Files.deleteIfExists(folder.resolve("session"));
                    assertThat(client.get("open.test", version, "-sess_out")).contains("200 OK");
                    boolean kept = version.equals("-tls1_2") || !more.isEmpty();
                    assertThat(Files.exists(folder.resolve("session")))
                            .as(version + more)
                            .isEqualTo(kept);
                    if (!kept) {
                        continue;
                    }
                    assertThat(client.get("open.test", version, "-sess_in"))
                            .as(version + more)
                            .contains("Reused,", "200 OK");
                    assertThat(client.get("closed.test", version, "-sess_in"))
                            .as(version + more)
                            .doesNotContain("Reused,", "HTTP/1.1");
                }
                assertThat(upstream.requests()).hasSize(more.isEmpty() ? 3 : 4);
            }
        }
    }

    private static byte[] session(SSLContext context, TestGateway gateway, String host) throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), host)) {
            return socket.getSession().getId();
        }
    }

    @Test
    void certificatesAreReplacedUnderLoadWithoutAFailedHandshake() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream, one("a", "a.test"))) {
            BigInteger old = shown(pki.context(), gateway, "a.test").getSerialNumber();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger done = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            Thread load = Thread.ofVirtual().start(() -> handshakes(gateway, stop, done, failed));
            TestGateway.await("handshakes", () -> done.get() > 20);
            long start = System.nanoTime();
            pki.files("a", pki.issue("a", "a.test"));
            TestGateway.await("the new certificate", () -> serial(gateway).compareTo(old) > 0);
            long took = System.nanoTime() - start;
            stop.set(true);
            load.join();
            System.out.printf("new certificate after %d ms, %d handshakes meanwhile%n", took / 1_000_000, done.get());
            assertThat(failed).hasValue(0);
            assertThat(took).as("until the new certificate, ns").isLessThan(2_000_000_000L);
        }
    }

    private BigInteger serial(TestGateway gateway) {
        try {
            return shown(pki.context(), gateway, "a.test").getSerialNumber();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void handshakes(TestGateway gateway, AtomicBoolean stop, AtomicInteger done, AtomicInteger failed) {
        while (!stop.get()) {
            try {
                boolean good = get(pki.context(), gateway, "a.test").status() == 200;
                (good ? done : failed).incrementAndGet();
            } catch (Exception e) {
                failed.incrementAndGet();
            }
        }
    }

    @Test
    void aBadPairLeavesTheEarlierOneInUseAndABadStartIsRefused() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream, one("a", "a.test"))) {
            Files.writeString(folder.resolve("a.pem"), "nonsense");
            TestGateway.pause(300);
            assertThat(get(pki.context(), gateway, "a.test").status()).isEqualTo(200);
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
                "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
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
