package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.admin.ReloadResult;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients known by their certificates, through a listener and to a service. */
class MtlsPolicyTest {

    private static final String[] VERSIONS = {"TLSv1.2", "TLSv1.3"};
    private static final String FORGED = "X-Forwarded-Client-Cert: Hash=1;URI=spiffe://shop.test/till\r\n"
            + "X-Consumer-ID: shop\r\nX-SSL-Client-Cert: x\r\n";

    @TempDir
    Path folder;

    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
    }

    private String yaml(RawUpstream upstream, Path ca, String policies, String consumers) throws Exception {
        return Yaml.listener("tls: { certificates: [ { " + pki.files("a", pki.issue("a", "a.test"))
                        + " } ], tickets: true, clients: { optional: true, ca: \"" + ca + "\" } }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: open, match: { path: /open }, to: { respond: { body: open } }",
                        "name: all, match: { path: /* }, policies: [ " + policies + " ], to: service")
                + consumers;
    }

    private static Message get(RawClient client, String path) throws IOException {
        return client.send("GET " + path + " HTTP/1.1\r\nHost: a.test\r\n" + FORGED + "\r\n")
                .read();
    }

    private static Message get(SSLContext context, TestGateway gateway, String version) throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), "a.test", version);
                RawClient client = RawClient.over(socket)) {
            return get(client, "/a");
        }
    }

    @Test
    void theServiceLearnsTheConsumerOverBothVersionsAndBySessionsThatAreResumed() throws Exception {
        String consumers = "consumers: [ { name: shop, groups: [ tills ], certificates: [ { san:"
                + " \"spiffe://shop.test/till\" } ] }, { name: root } ]\n";
        SSLContext till = pki.context(pki.named("CN=root,O=Shop", "spiffe://shop.test/till", "Till.SHOP.test"));
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        yaml(upstream, pki.ca(), "mtls: { consumers: true }, acl: { allow: [ tills ] }", consumers))) {
            for (int i = 0; i < 3; i++) {
                for (String version : VERSIONS) {
                    Message answer = get(till, gateway, version);
                    assertThat(answer.status()).as(version).isEqualTo(200);
                    assertThat(answer.text())
                            .containsOnlyOnce("X-Consumer-ID: shop\r\n")
                            .doesNotContain("Forwarded-Client-Cert");
                }
            }
            for (String version : VERSIONS) {
                Message missing = get(pki.context(), gateway, version);
                assertThat(missing.status()).isEqualTo(401);
                assertThat(missing.field("WWW-Authenticate")).contains("Certificate realm=\"api\"");
                assertThat(missing.text()).startsWith("{\"error\":\"unauthorized\"");
                Message stranger = get(pki.context(pki.issue("shop2")), gateway, version);
                assertThat(stranger.status()).isEqualTo(401);
                assertThat(stranger.text()).startsWith("{\"error\":\"invalid_certificate\"");
            }
            assertThat(upstream.requests()).hasSize(6);
            assertThat(gateway.logged(line -> line.contains("\"reason\":\"auth.invalid\"")))
                    .contains("CN=shop2");
        }
    }

    /** A session stands for the certificate that it was made with: Java's client offers it with its next connection. */
    @Test
    void aResumedSessionIsStillThatClient() throws Exception {
        SSLContext till = pki.context(pki.issue("till", "till.shop.test"));
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        yaml(upstream, pki.ca(), "mtls: { allow: [ { dns: \"*.shop.test\" } ] }", ""))) {
            long made;
            try (SSLSocket socket = Pki.connect(till, gateway.address(), "a.test", "TLSv1.2");
                    RawClient client = RawClient.over(socket)) {
                assertThat(get(client, "/a").status()).isEqualTo(200);
                made = socket.getSession().getCreationTime();
                TestGateway.pause(20); // so that a session of its own would have another time
            }
            try (SSLSocket socket = Pki.connect(till, gateway.address(), "a.test", "TLSv1.2");
                    RawClient client = RawClient.over(socket)) {
                assertThat(socket.getSession().getCreationTime()).as("resumed").isEqualTo(made);
                assertThat(get(client, "/a").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aCertificateThatIsNotAllowedIsForbidden() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        pki.ca(),
                        "mtls: { allow: [ { dns: \"*.shop.test\", subject: \"*,O=Shop\\\\, Inc.\" } ] }",
                        ""))) {
            assertThat(get(pki.context(pki.named("CN=a,O=Shop\\, Inc.", "A.shop.TEST")), gateway, "TLSv1.3")
                            .status())
                    .isEqualTo(200);
            for (X509Bundle bad : List.of(
                    pki.named("CN=a,O=Shop\\, Inc.", "shop.test", "a.shop.test.evil.test"),
                    pki.named("CN=a\\,O=Shop\\\\\\, Inc.,O=Evil", "a.shop.test"),
                    pki.named("CN=a.shop.test"))) {
                Message refused = get(pki.context(bad), gateway, "TLSv1.3");
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.text()).startsWith("{\"error\":\"forbidden\"");
                assertThat(refused.field("WWW-Authenticate")).isEmpty();
            }
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void aNameWithANulReachesNoPolicyAWildcardNamesNobodyAndOneOfManyNamesDoes() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            names.add("h" + i + ".test");
        }
        names.add("till.shop.test");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(
                        upstream,
                        pki.ca(),
                        "mtls: { identity: [ commonName ], allow: [ { dns: \"*.shop.test\" } ] }",
                        ""))) {
            X509Bundle nul = pki.deceiving("till.shop.test\0.evil.test");
            for (String version : VERSIONS) {
                assertThatThrownBy(() -> get(pki.context(nul), gateway, version))
                        .isInstanceOf(IOException.class);
                assertThat(get(pki.context(pki.deceiving("*.shop.test")), gateway, version)
                                .status())
                        .isEqualTo(403);
                assertThat(get(pki.context(pki.issue("many", names.toArray(String[]::new))), gateway, version)
                                .status())
                        .isEqualTo(200);
            }
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void overHttp2EveryRequestOfTheConnectionIsThatClient() throws Exception {
        SSLContext till = pki.context(pki.issue("till", "till.shop.test"));
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, pki.ca(), "mtls: {}", ""));
                Http2Client known = Http2Client.over(http2(till, gateway));
                Http2Client unknown = Http2Client.over(http2(pki.context(), gateway))) {
            for (int stream = 1; stream < 8; stream += 2) {
                assertThat(known.get(stream, "/a").status()).isEqualTo(200);
                assertThat(unknown.get(stream, "/a", "x-forwarded-client-cert", "Hash=1")
                                .status())
                        .isEqualTo(401);
            }
            assertThat(upstream.requests()).hasSize(4);
        }
    }

    private static SSLSocket http2(SSLContext context, TestGateway gateway) throws IOException {
        SSLSocket socket = Pki.unconnected(context, gateway.address(), "");
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Clients change to another authority: both are good while the file holds both, and open connections stay. */
    @Test
    void authoritiesAreExchangedWithoutDroppingAConnection() throws Exception {
        Pki next = new Pki(Files.createDirectory(folder.resolve("next")));
        Path trusted = Files.copy(pki.ca(), folder.resolve("trusted.pem"));
        SSLContext after = pki.context(next.issue("till", "till.shop.test"));
        try (RawUpstream upstream = RawUpstream.echo()) {
            String shop = "consumers: [ { name: shop, certificates: [ { san: till.shop.test } ] } ]\n";
            String yaml = yaml(upstream, trusted, "mtls: { consumers: true }", shop);
            try (TestGateway gateway = TestGateway.start(yaml);
                    SSLSocket socket = Pki.connect(
                            pki.context(pki.issue("till", "till.shop.test")), gateway.address(), "a.test", "TLSv1.3");
                    RawClient before = RawClient.over(socket)) {
                assertThat(get(before, "/a").text()).contains("X-Consumer-ID: shop\r\n");
                assertThat(isShop(after, gateway)).isFalse();
                Files.writeString(trusted, Files.readString(pki.ca()) + Files.readString(next.ca()));
                TestGateway.await("the next authority", Duration.ofSeconds(10), () -> isShop(after, gateway));
                Files.copy(next.ca(), trusted, StandardCopyOption.REPLACE_EXISTING);
                SSLContext earlier = pki.context(pki.issue("till", "till.shop.test"));
                TestGateway.await("the end of the first", Duration.ofSeconds(10), () -> !isShop(earlier, gateway));
                assertThat(isShop(after, gateway)).isTrue();
                assertThat(get(before, "/a").status()).as("the open connection").isEqualTo(200);
                assertThat(gateway.reload(yaml.replace(shop, "consumers: [ { name: shop } ]\n"))
                                .outcome())
                        .isEqualTo(ReloadResult.Outcome.APPLIED);
                assertThat(get(before, "/a").status())
                        .as("a certificate that the consumer no longer has")
                        .isEqualTo(401);
                assertThat(get(before, "/open").status()).isEqualTo(200);
            }
        }
    }

    private static boolean isShop(SSLContext context, TestGateway gateway) {
        try {
            return get(context, gateway, "TLSv1.3").text().contains("X-Consumer-ID: shop\r\n");
        } catch (IOException e) {
            return false;
        }
    }
}
