package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the access log tells of TLS and of clients' certificates. */
class TlsLogTest {

    @TempDir
    Path folder;

    private final ObjectMapper mapper = new ObjectMapper();
    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
    }

    private String tls() throws Exception {
        return "tls: { certificates: [ { " + pki.files("a", pki.issue("a", "a.test"))
                + " } ], clients: { optional: true, ca: \"" + pki.ca() + "\" } }";
    }

    private static void get(SSLContext context, TestGateway gateway, String path, String version) throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), "a.test", version);
                RawClient client = RawClient.over(socket)) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: a.test\r\n\r\n").read();
        }
    }

    private JsonNode logged(TestGateway gateway, String text) {
        return mapper.readTree(gateway.logged(line -> line.contains(text)));
    }

    private static String sha256(X509Bundle who) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(who.getCertificate().getEncoded()));
    }

    @Test
    void requestsOverTlsTellOfTheirConnection() throws Exception {
        X509Bundle alice = pki.named("CN=ali\u00e7e,O=\"a \\\"b\\\"\"", "spiffe://test/alice");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        Yaml.listener(tls()) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL)) {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                get(pki.context(), gateway, "/nobody/" + version, version);
                JsonNode nobody = logged(gateway, "/nobody/" + version);
                assertThat(nobody.get("ssl_protocol").asString()).isEqualTo(version);
                assertThat(nobody.get("ssl_cipher").asString()).startsWith("TLS_");
                assertThat(nobody.get("ssl_server_name").asString()).isEqualTo("a.test");
                assertThat(nobody.has("ssl_client_s_dn")).isFalse();
                assertThat(nobody.has("ssl_client_sha256")).isFalse();

                get(pki.context(alice), gateway, "/alice/" + version, version);
                JsonNode known = logged(gateway, "/alice/" + version);
                assertThat(known.get("ssl_client_s_dn").asString()).contains("CN=ali\u00e7e", "O=");
                assertThat(known.get("ssl_client_sha256").asString()).isEqualTo(sha256(alice));
                assertThat(known.get("ssl_client_uri").asString()).isEqualTo("spiffe://test/alice");
            }
        }
    }

    @Test
    void requestsInTheClearTellOfNone() throws Exception {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.to(upstream)) {
            gateway.get("/plain");
            JsonNode line = logged(gateway, "/plain");
            assertThat(line.propertyNames()).noneMatch(name -> name.startsWith("ssl_"));
        }
    }

    @Test
    void streamsWhoseTlsEndsHereTellTheSame() throws Exception {
        X509Bundle bob = pki.issue("bob", "bob.test");
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(tls(), server))) {
            try (SSLSocket client = Pki.connect(pki.context(bob), StreamTest.address(gateway), "a.test")) {
                client.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().read()).isEqualTo('x');
            }
            JsonNode line = logged(gateway, "\"stream\":\"s\"");
            assertThat(line.get("ssl_protocol").asString()).isEqualTo("TLSv1.3");
            assertThat(line.get("ssl_client_s_dn").asString()).isEqualTo("CN=bob");
            assertThat(line.get("ssl_client_sha256").asString()).isEqualTo(sha256(bob));
            assertThat(line.has("ssl_client_uri")).as("bob has no SPIFFE ID").isFalse();
        }
    }
}
