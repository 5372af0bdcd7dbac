package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of TLS that ask for another host than they should, for none, or not for TLS at all. */
class TlsHostsTest {

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

    private String one(String name, String more, String... hosts) throws Exception {
        return "{ " + pki.files(name, pki.issue(name, hosts)) + more + " }";
    }

    private Message ask(TestGateway gateway, String handshake, String host) throws Exception {
        try (SSLSocket socket = Pki.connect(pki.context(), gateway.address(), handshake);
                RawClient client = RawClient.over(socket)) {
            return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read();
        }
    }

    @Test
    void unknownNamesAreRefusedInTheHandshake() throws Exception {
        String tls = "rejectUnknown: true, certificates: [ " + one("a", ", names: [ a.test, \"*.w.test\" ]", "a.test")
                + " ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, tls)) {
            assertThat(ask(gateway, "a.test", "a.test").status()).isEqualTo(200);
            assertThat(ask(gateway, "x.w.test", "x.w.test").status()).isEqualTo(200);
            for (String name : new String[] {"b.test", "w.test", ""}) {
                assertThatThrownBy(() -> ask(gateway, name, "a.test"))
                        .as(name)
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("unrecognized_name");
            }
        }
    }

    @Test
    void anotherHostIsServedWhereThatIsWanted() throws Exception {
        String certificates = "certificates: [ " + one("a", "", "a.test") + ", " + one("b", "", "b.test") + " ]";
        try (RawUpstream upstream = RawUpstream.echo()) {
            try (TestGateway gateway = gateway(upstream, certificates)) {
                assertThat(ask(gateway, "a.test", "b.test").status()).isEqualTo(421);
            }
            try (TestGateway gateway = gateway(upstream, "sameHost: false, " + certificates)) {
                assertThat(ask(gateway, "a.test", "b.test").status()).isEqualTo(200);
                assertThat(ask(gateway, "", "b.test").status()).isEqualTo(200);
            }
        }
    }

    /** Else the certificate that a host asks its clients for could be passed by. */
    @Test
    void aHostThatAsksForCertificatesIsServedOnItsOwnConnectionsAlone() throws Exception {
        String clients = ", clients: { ca: \"" + pki.ca() + "\" }";
        String tls = "sameHost: false, certificates: [ " + one("a", "", "a.test") + ", " + one("b", clients, "b.test")
                + " ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, tls)) {
            assertThat(ask(gateway, "a.test", "a.test").status()).isEqualTo(200);
            assertThat(ask(gateway, "a.test", "b.test").status()).isEqualTo(421);
            assertThat(ask(gateway, "", "b.test").status()).isEqualTo(421);
        }
    }

    @Test
    void ciphersMayBeThoseOfAHost() throws Exception {
        String tls = "maxVersion: \"1.2\", ciphers: ECDHE+AESGCM, certificates: [ " + one("a", "", "a.test") + ", "
                + one("b", ", ciphers: ECDHE-ECDSA-CHACHA20-POLY1305", "b.test") + " ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, tls)) {
            assertThat(cipher(gateway, "a.test")).contains("GCM");
            assertThat(cipher(gateway, "b.test")).contains("CHACHA20");
        }
    }

    private String cipher(TestGateway gateway, String host) throws Exception {
        try (SSLSocket socket = Pki.connect(pki.context(), gateway.address(), host)) {
            return socket.getSession().getCipherSuite();
        }
    }

    @Test
    void httpInTheClearIsToldSo() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "certificates: [ " + one("a", "", "a.test") + " ]")) {
            try (RawClient client = gateway.connect()) {
                Message answer = client.get("/");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.text()).isEqualTo("The plain HTTP request was sent to HTTPS port.\n");
                assertThat(client.isClosedWithin(Duration.ofSeconds(10))).isTrue();
            }
            try (RawClient client = gateway.connect()) {
                client.send("\u0000\u0001\u0002nonsense that is neither");
                assertThat(closed(client)).isTrue();
            }
        }
    }

    private static boolean closed(RawClient client) {
        try {
            while (client.readByte() >= 0) {
                // an alert, perhaps
            }
            return true;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }
}
