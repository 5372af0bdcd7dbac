package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.websocket.TestFrames;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets over TLS on HTTP/1.1: Node's {@code ws} package and the Java runtime's client, to services in the clear and behind TLS. */
@Timeout(180)
class WssTest {

    @TempDir
    Path folder;

    private Pki pki;
    private String listener = "";

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
        listener = "tls: { certificates: [ { " + pki.files("own", pki.issue("own", "localhost")) + " } ] }";
    }

    private TestGateway gateway(String keys, int port) {
        return TestGateway.start(
                Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", keys, port)) + Yaml.ALL);
    }

    private NodeScript client(TestGateway gateway, String scenario) throws Exception {
        String url = "wss://localhost:" + gateway.address().getPort() + "/socket";
        return NodeScript.start(Optional.of(pki.ca()), "client.mjs", url, scenario);
    }

    @ParameterizedTest
    @CsvSource({
        "plain,ended 4002 enough,closed 4002 enough",
        "deflate,ended 4002 enough,closed 4002 enough",
        "closed,ended 4003 as you wish,closed 4003",
        "large,'ended 1009 ',closed 1001"
    })
    void nodesClientAndServer(String scenario, String client, String server) throws Exception {
        try (NodeScript node = NodeScript.start("server.mjs");
                TestGateway gateway = gateway("", node.port());
                NodeScript peer = client(gateway, scenario)) {
            assertThat(peer.ended()).isEqualTo(client);
            assertThat(node.line(server)).startsWith(server);
        }
    }

    @Test
    void tlsOnBothSides() throws Exception {
        pki.files("service", pki.issue("service", "service.test"));
        String tls = "tls: { ca: \"" + pki.ca() + "\", serverName: service.test }";
        Path certificate = folder.resolve("service.pem").toAbsolutePath();
        Path key = folder.resolve("service.key").toAbsolutePath();
        try (NodeScript node = NodeScript.start("server.mjs", certificate.toString(), key.toString());
                TestGateway gateway = gateway(tls, node.port());
                NodeScript peer = client(gateway, "deflate")) {
            assertThat(peer.ended()).isEqualTo("ended 4002 enough");
            assertThat(node.line("closed 4002")).isEqualTo("closed 4002 enough");
        }
    }

    @Test
    void aDrainReachesBothAs1001() throws Exception {
        try (NodeScript node = NodeScript.start("server.mjs");
                TestGateway gateway = gateway("", node.port());
                NodeScript peer = client(gateway, "wait")) {
            peer.line("open");
            gateway.gateway().drain(Duration.ofSeconds(20));
            assertThat(peer.ended()).isEqualTo("ended 1001 ");
            assertThat(node.line("closed")).isEqualTo("closed 1001 ");
        }
    }

    @Test
    void theJavaRuntimesClient() throws Exception {
        byte[] data = new byte[200_000];
        new Random(7).nextBytes(data);
        try (RawUpstream upstream = RawUpstream.start(WebSockets.accepting("echo"));
                TestGateway gateway = gateway("", upstream.port());
                JdkWebSocket client =
                        new JdkWebSocket(pki.context(), gateway.address().getPort())) {
            WebSocket socket = client.socket();
            assertThat(socket.getSubprotocol()).isEqualTo("echo");
            socket.sendText("日本", false).join();
            socket.sendText("語", true).join();
            assertThat(client.next()).isEqualTo("日本語");
            socket.sendBinary(ByteBuffer.wrap(data), true).join();
            assertThat(client.next()).isEqualTo(data);
            socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2})).join();
            assertThat(client.next()).isEqualTo(new byte[] {1, 2});
            socket.sendClose(4001, "enough").join();
            assertThat(client.ended()).isEqualTo("4001 enough");
            assertThat(upstream.only().field("X-Forwarded-Proto")).hasValue("https");
            assertThat(gateway.logged(line -> line.contains("/socket"))).contains("\"status\":101", "\"reason\":\"\"");
        }
    }

    /** A client that vanishes without a close frame and without TLS's close_notify: the service must not be left behind. */
    @Test
    void aClientThatBreaksOffEndsTheServicesConnection() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send(WebSockets.switched());
                    connection.awaitEnd();
                    gone.countDown();
                });
                TestGateway gateway = gateway("", upstream.port());
                Socket below = new Socket(
                        gateway.address().getAddress(), gateway.address().getPort());
                Socket socket =
                        pki.context().getSocketFactory().createSocket(below, "localhost", below.getPort(), false)) {
            RawClient client = RawClient.over(socket);
            String upgrade = WebSockets.upgrade().replace("Host: test", "Host: localhost");
            assertThat(client.send(upgrade).read().status()).isEqualTo(101);
            client.send(TestFrames.text("here", true));
            below.setSoLinger(true, 0);
            below.close();
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
