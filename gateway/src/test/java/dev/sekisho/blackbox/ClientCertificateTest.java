package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates of clients are good, and what upstreams are told of them. */
class ClientCertificateTest {

    private static final String[] VERSIONS = {"TLSv1.2", "TLSv1.3"};

    @TempDir
    Path folder;

    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
    }

    private String one(String name, String... hosts) throws Exception {
        return "certificates: [ { " + pki.files(name, pki.issue(name, hosts)) + " } ]";
    }

    private TestGateway gateway(RawUpstream upstream, String clients) throws Exception {
        return TestGateway.start(Yaml.listener(
                        "tls: { " + one("a", "a.test") + ", clients: { ca: \"" + pki.ca() + "\"" + clients + " } }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.ALL);
    }

    private static RawUpstream certificates() throws IOException {
        return RawUpstream.answering(r -> RawUpstream.ok(String.join("|", r.all("X-Forwarded-Client-Cert"))));
    }

    private static Message get(SSLContext context, TestGateway gateway, String version, String... fields)
            throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), "a.test", version);
                RawClient client = RawClient.over(socket)) {
            String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
            return client.send("GET / HTTP/1.1\r\nHost: a.test\r\n" + more + "\r\n")
                    .read();
        }
    }

    private static void refused(SSLContext context, TestGateway gateway) {
        for (String version : VERSIONS) {
            assertThatThrownBy(() -> get(context, gateway, version)).as(version).isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientsWithoutAGoodCertificateAreNotLetIn() throws Exception {
        X509Bundle own = pki.issue("alice", "spiffe://test/alice", "alice.test");
        Pki other = new Pki(Files.createDirectory(folder.resolve("other")));
        try (RawUpstream upstream = certificates();
                TestGateway gateway = gateway(upstream, ", forward: true")) {
            refused(pki.context(), gateway);
            refused(pki.context(other.issue("mallory")), gateway);
            for (String version : VERSIONS) {
                assertThat(get(pki.context(own), gateway, version).text())
                        .matches("Hash=[0-9a-f]{64};Subject=\"CN=alice\";URI=spiffe://test/alice;DNS=alice.test");
            }
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void revokedOnesAreNotLetInAndTheListIsReadAgainWhenItChanges() throws Exception {
        X509Bundle alice = pki.issue("alice");
        X509Bundle bob = pki.issue("bob");
        Path crl = pki.revoke(Duration.ofDays(1), bob);
        try (RawUpstream upstream = certificates();
                TestGateway gateway = gateway(upstream, ", crl: \"" + crl + "\"")) {
            assertThat(get(pki.context(alice), gateway, "TLSv1.3").status()).isEqualTo(200);
            assertThat(get(pki.context(alice), gateway, "TLSv1.2").status()).isEqualTo(200);
            refused(pki.context(bob), gateway);
            SSLContext resuming = pki.context(alice);
            assertThat(get(resuming, gateway, "TLSv1.2").status()).isEqualTo(200);
            pki.revoke(Duration.ofDays(1), alice);
            TestGateway.await("the new list", Duration.ofSeconds(10), () -> isLetIn(bob, gateway));
            refused(pki.context(alice), gateway);
            assertThatThrownBy(() -> get(resuming, gateway, "TLSv1.2"))
                    .as("by a session from before")
                    .isInstanceOf(IOException.class);
        }
    }

    private boolean isLetIn(X509Bundle who, TestGateway gateway) {
        try {
            return get(pki.context(who), gateway, "TLSv1.3").status() == 200;
        } catch (IOException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListThatIsOutOfDateLetsNobodyIn() throws Exception {
        Path crl = pki.revoke(Duration.ofHours(-1));
        try (RawUpstream upstream = certificates();
                TestGateway gateway = gateway(upstream, ", crl: \"" + crl + "\"")) {
            refused(pki.context(pki.issue("alice")), gateway);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void aNameWithANulIsNoGood() throws Exception {
        try (RawUpstream upstream = certificates();
                TestGateway gateway = gateway(upstream, ", optional: true, forward: true")) {
            assertThat(get(pki.context(pki.issue("alice")), gateway, "TLSv1.3").status())
                    .isEqualTo(200);
            refused(pki.context(pki.deceiving("admin.test\0.mallory.test")), gateway);
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void optionalCertificatesAreForwardedAndNeverTakenFromTheClient() throws Exception {
        try (RawUpstream upstream = certificates();
                TestGateway gateway = gateway(upstream, ", optional: true, forward: true")) {
            String[] forged = {"X-Forwarded-Client-Cert: Hash=1", "x_forwarded_client_cert: Hash=2"};
            assertThat(get(pki.context(), gateway, "TLSv1.3", forged).text()).isEmpty();
            assertThat(get(pki.context(pki.issue("alice")), gateway, "TLSv1.3", forged)
                            .text())
                    .matches("Hash=[0-9a-f]{64};Subject=\"CN=alice\"");
        }
    }

    @Test
    void forgedOnesAreRemovedOnEveryListenerAndKeptFromTrustedProxiesInTheClear() throws Exception {
        String[] forged = {"X-Forwarded-Client-Cert: Hash=1", "X_Forwarded.Client-Cert: Hash=2"};
        String upstreamAndRoute = Yaml.ALL;
        try (RawUpstream upstream = certificates()) {
            String rest = Yaml.upstreams(Yaml.upstream("service", "", upstream)) + upstreamAndRoute;
            try (TestGateway plain = TestGateway.start(Yaml.listener("") + rest)) {
                assertThat(plain.get("/", forged[0], forged[1]).text()).isEmpty();
            }
            try (TestGateway trusting = TestGateway.start(Yaml.listener("trustedProxies: [ 127.0.0.1 ]") + rest)) {
                assertThat(trusting.get("/", forged[0], forged[1]).text()).isEqualTo("Hash=1");
            }
            try (TestGateway tls = TestGateway.start(Yaml.listener("tls: { " + one("a", "a.test") + " }") + rest)) {
                assertThat(get(pki.context(), tls, "TLSv1.3", forged).text()).isEmpty();
            }
            String clients = ", clients: { ca: \"" + pki.ca() + "\", optional: true, forward: true } }";
            String trusted = ", trustedProxies: [ 127.0.0.1 ]";
            try (TestGateway tls =
                    TestGateway.start(Yaml.listener("tls: { " + one("a", "a.test") + clients + trusted) + rest)) {
                assertThat(get(pki.context(), tls, "TLSv1.3", forged).text())
                        .as("what the gateway verifies itself it believes nobody else")
                        .isEmpty();
            }
        }
    }

    @Test
    void policiesKnowTheClientByItsCertificate() throws Exception {
        String all =
                "{certificateSubject}|{certificateName}|{certificateDns}|{certificateSpiffe}|{certificateFingerprint}";
        String routes = "routes: [ { name: all, match: { path: /* }, to: service, policies: [ { request-headers: "
                + "{ set: { X-Client: \"" + all + "\" } } } ] } ]\n";
        try (RawUpstream upstream = RawUpstream.answering(
                        r -> RawUpstream.ok(r.field("X-Client").orElse("none")));
                TestGateway gateway = TestGateway.start(Yaml.listener("tls: { " + one("a", "a.test")
                                + ", clients: { optional: true, ca: \"" + pki.ca() + "\" } }")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + routes)) {
            X509Bundle alice = pki.named("CN=alice,O=Acme", "spiffe://td/alice", "alice.test", "b.test");
            for (String version : VERSIONS) {
                assertThat(get(pki.context(alice), gateway, version, "X-Client: root")
                                .text())
                        .matches("CN=alice,O=Acme\\|alice\\|alice.test,b.test\\|spiffe://td/alice\\|[0-9a-f]{64}");
                assertThat(get(pki.context(), gateway, version, "X-Client: root")
                                .text())
                        .isEqualTo("||||");
            }
        }
    }
}
