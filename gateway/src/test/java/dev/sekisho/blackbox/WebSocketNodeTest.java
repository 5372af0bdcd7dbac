package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Node's {@code ws} package on both sides of the gateway: a client and a server that many people use. */
class WebSocketNodeTest {

    private static TestGateway gateway(NodeScript server) {
        return TestGateway.start(
                Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", new int[] {server.port()})) + Yaml.ALL);
    }

    private static NodeScript client(TestGateway gateway, String scenario) throws IOException {
        return NodeScript.start(
                "client.mjs", "ws://127.0.0.1:" + gateway.address().getPort() + "/socket", scenario);
    }

    private static void ends(String scenario, String client, String server) throws Exception {
        try (NodeScript node = NodeScript.start("server.mjs");
                TestGateway gateway = gateway(node);
                NodeScript peer = client(gateway, scenario)) {
            assertThat(peer.ended()).isEqualTo(client);
            assertThat(node.line(server)).startsWith(server);
        }
    }

    @Test
    void messagesOfEverySizeComeBackAndTheCodeReachesTheServer() throws Exception {
        ends("plain", "ended 4002 enough", "closed 4002 enough");
    }

    @Test
    void compressedMessagesComeBackToo() throws Exception {
        ends("deflate", "ended 4002 enough", "closed 4002 enough");
    }

    @Test
    void theServersCodeAndReasonReachTheClient() throws Exception {
        ends("closed", "ended 4003 as you wish", "closed 4003");
    }

    @Test
    void tooLargeAMessageOfTheClientIsToldToBoth() throws Exception {
        ends("large", "ended 1009 ", "closed 1001");
    }

    @Test
    void tooLargeAMessageOfTheServerIsToldToBoth() throws Exception {
        ends("largeAnswer", "ended 1001 ", "closed 100"); // 1009, unless its own sending ran into the end first: 1006
    }

    @Test
    void aDrainReachesBothAs1001() throws Exception {
        try (NodeScript node = NodeScript.start("server.mjs");
                TestGateway gateway = gateway(node);
                NodeScript peer = client(gateway, "wait")) {
            peer.line("open");
            long start = System.nanoTime();
            gateway.gateway().drain(Duration.ofSeconds(20));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(peer.ended()).isEqualTo("ended 1001 ");
            assertThat(node.line("closed")).isEqualTo("closed 1001 ");
        }
    }
}
