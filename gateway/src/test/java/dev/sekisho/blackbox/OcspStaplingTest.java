package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stapled responses, from a responder of OpenSSL to a client of OpenSSL. */
class OcspStaplingTest {

    private static final String STAPLED = "OCSP Response Status: successful (0x0)";
    private static final String NONE = "OCSP response: no response sent";

    @TempDir
    Path folder;

    private Pki pki;
    private int port;

    @BeforeEach
    void authority() throws Exception {
        assumeTrue(OpenSslClient.isThere(), "openssl is not installed");
        pki = new Pki(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    private Process responder() throws Exception {
        Path key = Files.writeString(folder.resolve("ca.key"), pki.authority().getPrivateKeyPEM());
        Process process = new ProcessBuilder(
                        "openssl",
                        "ocsp",
                        "-port",
                        Integer.toString(port),
                        "-index",
                        folder.resolve("index.txt").toString(),
                        "-CA",
                        pki.ca().toString(),
                        "-rsigner",
                        pki.ca().toString(),
                        "-rkey",
                        key.toString(),
                        "-nmin",
                        "30")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("responder.txt").toFile())
                .start();
        TestGateway.await("the responder", Duration.ofSeconds(20), this::listens);
        return process;
    }

    /** By what it says: a connection without a question would end it. */
    private boolean listens() {
        try {
            return Files.readString(folder.resolve("responder.txt")).contains("waiting for OCSP client connections");
        } catch (IOException e) {
            return false;
        }
    }

    private TestGateway gateway(RawUpstream upstream, String more) throws Exception {
        String files = pki.files("a", pki.withResponder("a.test", "http://127.0.0.1:" + port + "/"));
        Path chain = folder.resolve("a.pem");
        Files.writeString(chain, Files.readString(chain) + Files.readString(pki.ca()));
        return TestGateway.start(Yaml.listener("tls: { certificates: [ { " + files + more + " } ] }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.ALL);
    }

    @Test
    void theResponseOfTheResponderIsShown() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = started(upstream)) {
            OpenSslClient client = new OpenSslClient(gateway.address(), folder);
            TestGateway.await(
                    "a stapled response",
                    Duration.ofSeconds(30),
                    () -> asks(client, "-tls1_3").contains(STAPLED));
            assertThat(asks(client, "-tls1_3")).contains("Cert Status: good");
            assertThat(asks(client, "-tls1_2")).contains(STAPLED, "Cert Status: good", "200 OK");
        }
    }

    private TestGateway started(RawUpstream upstream) throws Exception {
        StringBuilder index = new StringBuilder();
        for (int serial = 2; serial < 10; serial++) {
            index.append("V\t491231235959Z\t\t0")
                    .append(serial)
                    .append("\tunknown\t/CN=a")
                    .append(serial)
                    .append('\n');
        }
        Files.writeString(folder.resolve("index.txt"), index);
        Process responder = responder();
        try {
            TestGateway gateway = gateway(upstream, ", ocsp: fetch");
            OpenSslClient client = new OpenSslClient(gateway.address(), folder);
            TestGateway.await(
                    "a stapled response",
                    Duration.ofSeconds(30),
                    () -> asks(client, "-tls1_2").contains(STAPLED));
            return gateway;
        } finally {
            responder.destroy();
            assertThat(responder.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String asks(OpenSslClient client, String version) {
        try {
            return client.request("a.test", "a.test", version, "-status");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutAResponderNothingIsShownAndTheGatewayServes() throws Exception {
        for (String more : new String[] {"", ", ocsp: fetch"}) {
            try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                    TestGateway gateway = gateway(upstream, more)) {
                OpenSslClient client = new OpenSslClient(gateway.address(), folder);
                assertThat(asks(client, "-tls1_3")).contains(NONE, "200 OK");
            }
        }
    }

    @Test
    void aChainWithoutTheIssuerIsRefusedAtStart() throws Exception {
        X509Bundle own = pki.withResponder("a.test", "http://127.0.0.1:1/");
        String files = pki.files("a", own);
        Files.writeString(folder.resolve("a.pem"), own.getCertificatePEM());
        assertThatThrownBy(() ->
                        TestGateway.start(Yaml.listener("tls: { certificates: [ { " + files + ", ocsp: fetch } ] }")
                                + Yaml.upstreams(Yaml.upstream("service", "", 1))
                                + Yaml.ALL))
                .hasMessageContaining("has one certificate (expected: behind it the one that it was signed with)");
    }
}
