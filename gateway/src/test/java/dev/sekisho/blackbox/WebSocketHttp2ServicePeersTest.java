package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.websocket.TestFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets to Node's HTTP/2 (RFC 8441): clients speak HTTP/1.1, and each WebSocket is a stream of one connection. */
@Timeout(180)
class WebSocketHttp2ServicePeersTest {

    @TempDir
    Path folder;

    private static NodeScript client(TestGateway gateway, String path, String scenario) throws Exception {
        return NodeScript.start(
                "client.mjs", "ws://127.0.0.1:" + gateway.address().getPort() + path, scenario);
    }

    @ParameterizedTest
    @CsvSource({
        "plain,ended 4002 enough,closed 4002 enough",
        "closed,ended 4003 as you wish,closed 4003",
        "large,'ended 1009 ',closed 1001",
        "largeAnswer,'ended 1001 ',closed 100"
    })
    void nodesHttp2(String scenario, String client, String server) throws Exception {
        try (NodeScript node = NodeScript.start("server-http2.mjs", "offers");
                TestGateway gateway = Http2UpstreamTest.gateway("", node.port());
                NodeScript peer = client(gateway, "/socket", scenario)) {
            assertThat(peer.ended()).isEqualTo(client);
            assertThat(node.line("closed")).startsWith(server);
        }
    }

    /** Node's server behind TLS, and a gateway that speaks this protocol with it. */
    private NodeScript secure(String offers) throws Exception {
        Pki pki = new Pki(folder);
        pki.files("service", pki.issue("service", "service.test"));
        String certificate = folder.resolve("service.pem").toAbsolutePath().toString();
        String key = folder.resolve("service.key").toAbsolutePath().toString();
        return NodeScript.start("server-http2.mjs", offers, certificate, key);
    }

    private TestGateway gateway(String protocol, NodeScript node) {
        String tls = "protocol: " + protocol + ", pool: { size: 3 }, tls: { ca: \"" + folder.resolve("ca.pem")
                + "\", serverName: service.test }";
        return TestGateway.start(
                Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", tls, node.port())) + Yaml.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http2", "auto"})
    void tlsToTheService(String protocol) throws Exception {
        try (NodeScript node = secure("offers");
                TestGateway gateway = gateway(protocol, node);
                NodeScript peer = client(gateway, "/socket", "plain")) {
            assertThat(peer.ended()).isEqualTo("ended 4002 enough");
            assertThat(node.line("closed")).isEqualTo("closed 4002 enough");
            assertThat(node.count("upgraded")).isZero();
        }
    }

    @Test
    void whoOffersItOnHttp1OnlyIsAskedThereIfTheProtocolMayBeChosen() throws Exception {
        try (NodeScript node = secure("");
                TestGateway gateway = gateway("auto", node)) {
            assertThat(gateway.get("/").text()).isEqualTo("no WebSocket");
            try (NodeScript peer = client(gateway, "/socket", "plain")) {
                assertThat(peer.ended()).isEqualTo("ended 4002 enough");
            }
            assertThat(node.line("closed")).isEqualTo("closed 4002 enough");
            assertThat(node.count("upgraded")).isEqualTo(1);
            try (RawClient one = WebSockets.open(gateway);
                    RawClient two = WebSockets.open(gateway);
                    RawClient three = gateway.connect()) {
                one.send(TestFrames.text("one", true));
                two.send(TestFrames.text("two", true));
                assertThat(WebSockets.read(one).text()).isEqualTo("one");
                assertThat(WebSockets.read(two).text()).isEqualTo("two");
                assertThat(three.send(WebSockets.upgrade()).read().status())
                        .as("three connections, one of them HTTP/2")
                        .isEqualTo(503);
                assertThat(gateway.get("/").status()).isEqualTo(200);
            }
            assertThat(node.count("session")).isEqualTo(1);
        }
    }

    @Test
    void whoOffersItOnHttp1OnlyIsNotAskedWhereHttp2IsDemanded() throws Exception {
        try (NodeScript node = secure("");
                TestGateway gateway = gateway("http2", node);
                RawClient client = gateway.connect()) {
            assertThat(client.send(WebSockets.upgrade()).read().status()).isEqualTo(502);
            assertThat(client.send(WebSockets.upgrade()).read().status()).isEqualTo(502);
            gateway.logged(line -> line.contains("upstream.protocol"));
            assertThat(gateway.get("/").status()).isEqualTo(200);
            assertThat(node.count("session"))
                    .as("a refusal costs no connection")
                    .isEqualTo(1);
        }
    }

    @Test
    void aDrainReachesBothAs1001() throws Exception {
        try (NodeScript node = NodeScript.start("server-http2.mjs", "offers");
                TestGateway gateway = Http2UpstreamTest.gateway("", node.port());
                NodeScript peer = client(gateway, "/socket", "wait")) {
            peer.line("open");
            gateway.gateway().drain(Duration.ofSeconds(20));
            assertThat(peer.ended()).isEqualTo("ended 1001 ");
            assertThat(node.line("closed")).isEqualTo("closed 1001 ");
        }
    }

    private static String metrics(TestGateway gateway) throws IOException {
        try (RawClient admin = RawClient.connect(gateway.admin())) {
            return admin.admin("/metrics").text();
        }
    }

    @Test
    void manyAtOnceAreStreamsOfOneConnection() throws Exception {
        try (NodeScript node = NodeScript.start("server-http2.mjs", "offers");
                TestGateway gateway = Http2UpstreamTest.gateway("", node.port())) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(WebSockets.open(gateway, "Sec-WebSocket-Protocol: echo"));
            }
            assertThat(metrics(gateway)).contains("api_gateway_websocket_connections 50.0");
            assertThat(node.count("session")).isEqualTo(1);
            for (int i = 0; i < 50; i++) {
                clients.get(i).send(TestFrames.text("number " + i, true));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(WebSockets.read(clients.get(i)).text()).isEqualTo("number " + i);
                clients.get(i).close();
            }
        }
    }

    @Test
    void aRefusalPasses() throws Exception {
        try (NodeScript node = NodeScript.start("server-http2.mjs", "offers");
                TestGateway gateway = Http2UpstreamTest.gateway("", node.port());
                RawClient client = gateway.connect()) {
            Message answer = client.send(WebSockets.upgrade().replace("GET / ", "GET /refused "))
                    .read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("no WebSocket");
        }
    }

    @Test
    void whoDoesNotOfferItIsNotAsked() throws Exception {
        try (NodeScript node = NodeScript.start("server-http2.mjs", "");
                TestGateway gateway = Http2UpstreamTest.gateway("", node.port());
                RawClient client = gateway.connect()) {
            assertThat(client.send(WebSockets.upgrade()).read().status()).isEqualTo(502);
            gateway.logged(line -> line.contains("upstream.protocol"));
            assertThat(gateway.get("/").text()).isEqualTo("no WebSocket");
        }
    }
}
