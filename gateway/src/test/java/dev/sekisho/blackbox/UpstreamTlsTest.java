package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to services: whom the gateway trusts, and how it shows itself. */
class UpstreamTlsTest {

    @TempDir
    Path folder;

    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
    }

    private static String yaml(int port, String tls) {
        return Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "tls: { " + tls + " }", port)) + Yaml.ALL;
    }

    private String ca() {
        return "ca: \"" + pki.ca() + "\"";
    }

    private TlsUpstream service(String... hosts) throws Exception {
        return new TlsUpstream(pki.context(pki.issue("service", hosts)), false);
    }

    @Test
    void requestsGoOverOneVerifiedConnection() throws Exception {
        try (TlsUpstream service = service("api.test");
                TestGateway gateway = TestGateway.start(yaml(service.port(), ca() + ", serverName: api.test"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.get("/").text()).isEqualTo("TLSv1.3 [type=host_name (0), value=api.test] nobody");
            }
            assertThat(service.handshakes()).isEqualTo(1);
        }
    }

    @Test
    void aServiceThatCannotBeTrustedIsNotAsked() throws Exception {
        try (TlsUpstream service = service("api.test")) {
            for (String tls : new String[] {ca() + ", serverName: other.test", ca(), "serverName: api.test", ""}) {
                try (TestGateway gateway = TestGateway.start(yaml(service.port(), tls))) {
                    assertThat(gateway.get("/").status()).as(tls).isEqualTo(502);
                    gateway.logged(line -> line.contains("upstream.tls"));
                }
            }
            try (TestGateway gateway = TestGateway.start(yaml(service.port(), "verify: false"))) {
                assertThat(gateway.get("/").status()).isEqualTo(200);
            }
        }
    }

    /** As nginx, which sends no name unless proxy_ssl_server_name is on. */
    @Test
    void theNameIsSentOnlyWhereThatIsWanted() throws Exception {
        try (TlsUpstream service = service("api.test")) {
            for (boolean sni : new boolean[] {true, false}) {
                String tls = "verify: false, serverName: api.test, sni: " + sni;
                try (TestGateway gateway = TestGateway.start(yaml(service.port(), tls))) {
                    String sent = sni ? "[type=host_name (0), value=api.test]" : "[]";
                    assertThat(gateway.get("/").text()).isEqualTo("TLSv1.3 " + sent + " nobody");
                }
            }
            assertThatThrownBy(() -> TestGateway.start(yaml(service.port(), "sni: false")))
                    .hasMessageContaining("sni: false (expected: only with verify: false");
        }
    }

    @Test
    void aNameWithANulDoesNotMatch() throws Exception {
        try (TlsUpstream service = new TlsUpstream(pki.context(pki.deceiving("api.test\0.mallory.test")), false)) {
            for (String name : new String[] {"api.test", "mallory.test"}) {
                try (TestGateway gateway = TestGateway.start(yaml(service.port(), ca() + ", serverName: " + name))) {
                    assertThat(gateway.get("/").status()).as(name).isEqualTo(502);
                    gateway.logged(line -> line.contains("upstream.tls"));
                }
            }
        }
    }

    @Test
    void theGatewayShowsItsCertificateWhereItHasOne() throws Exception {
        String own = ", " + pki.files("own", pki.issue("gateway", "gateway.test"));
        String tls = ca() + ", serverName: api.test";
        try (TlsUpstream service = new TlsUpstream(pki.context(pki.issue("service", "api.test")), true);
                TestGateway gateway = TestGateway.start(yaml(service.port(), tls + own))) {
            assertThat(gateway.get("/").text()).endsWith("CN=gateway");
            gateway.reload(yaml(service.port(), tls));
            assertThat(gateway.get("/").status())
                    .as("no connection made with the certificate serves without it")
                    .isEqualTo(502);
        }
    }

    @Test
    void aServiceThatSpeaksNoTlsOrNothingFailsInTime() throws IOException {
        try (RawUpstream plain = RawUpstream.start(connection -> connection.send(RawUpstream.ok("plain")));
                TestGateway gateway = TestGateway.start(yaml(plain.port(), "verify: false"))) {
            assertThat(gateway.get("/").status()).isEqualTo(502);
        }
        try (RawUpstream silent = RawUpstream.start(connection -> TestGateway.pause(3_000));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream(
                                "service", "timeouts: { connect: 300ms }, tls: { verify: false }", silent))
                        + Yaml.ALL)) {
            assertThat(gateway.get("/").status()).isEqualTo(504);
            gateway.logged(line -> line.contains("upstream.connect_timeout"));
        }
    }

    @Test
    void filesThatCannotBeUsedAreRefusedWithTheirName() throws Exception {
        Files.writeString(folder.resolve("bad.pem"), "nonsense");
        for (String[] pair : new String[][] {
            {"ca: none.pem", "none.pem (expected: a file that exists)"},
            {"ca: \"" + folder.resolve("bad.pem") + "\"", "bad.pem"},
            {"certificate: a.pem", "certificate alone (expected: certificate and key)"}
        }) {
            assertThatThrownBy(() -> TestGateway.start(yaml(1, pair[0]))).hasMessageContaining(pair[1]);
        }
    }
}
