package dev.sekisho.blackbox;

import static dev.sekisho.dataplane.websocket.TestFrames.BINARY;
import static dev.sekisho.dataplane.websocket.TestFrames.CLOSE;
import static dev.sekisho.dataplane.websocket.TestFrames.FIN;
import static dev.sekisho.dataplane.websocket.TestFrames.PING;
import static dev.sekisho.dataplane.websocket.TestFrames.PONG;
import static dev.sekisho.dataplane.websocket.TestFrames.RSV1;
import static dev.sekisho.dataplane.websocket.TestFrames.TEXT;
import static dev.sekisho.dataplane.websocket.TestFrames.close;
import static dev.sekisho.dataplane.websocket.TestFrames.frame;
import static dev.sekisho.dataplane.websocket.TestFrames.join;
import static dev.sekisho.dataplane.websocket.TestFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSocket through a listener: handshake, policing, limits, silence, reload and drain. */
class WebSocketTest {

    private static final Duration SOON = Duration.ofSeconds(8);

    /** What an upstream got behind its answer to the handshake: frames, in order. */
    private final BlockingQueue<WebSockets.Frame> atUpstream = new ArrayBlockingQueue<>(1_000);

    private WebSockets.Frame next() throws InterruptedException {
        WebSockets.Frame frame = atUpstream.poll(10, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame came to the upstream");
        }
        return frame;
    }

    /** An upstream that notes what comes, sends this behind its answer, and answers a close frame. */
    private RawUpstream noting(String answer, byte[] first) throws IOException {
        return RawUpstream.start(connection -> {
            connection.request();
            connection.send(answer).send(first);
            while (true) {
                WebSockets.Frame frame = WebSockets.read(connection);
                atUpstream.add(frame);
                if (frame.opcode() == CLOSE) {
                    connection.send(frame(FIN | CLOSE, frame.payload(), false));
                    connection.awaitEnd();
                    return;
                }
            }
        });
    }

    private static TestGateway gateway(RawUpstream upstream, String policy) {
        return TestGateway.start(WebSockets.yaml(upstream, "", policy));
    }

    private static String metrics(TestGateway gateway) throws IOException {
        try (RawClient admin = RawClient.connect(gateway.admin())) {
            return admin.admin("/metrics").text();
        }
    }

    private static void ends(RawClient client) throws IOException {
        assertThat(client.isClosedWithin(SOON)).isTrue();
    }

    @Test
    void messagesAndCloseCodesPassAndAreCounted() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = gateway(upstream, "");
                RawClient client = WebSockets.open(gateway)) {
            client.send(join(text("hello", true), frame(FIN | PING, new byte[] {1}, true)));
            assertThat(WebSockets.read(client).text()).isEqualTo("hello");
            WebSockets.Frame pong = WebSockets.read(client);
            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(metrics(gateway)).contains("api_gateway_websocket_connections 1.0");
            client.send(close(4001, true));
            WebSockets.Frame end = WebSockets.read(client);
            assertThat(end.code()).isEqualTo(4001);
            assertThat(end.masked()).isFalse();
            ends(client);
            assertThat(gateway.logged(line -> line.contains("\"status\":101"))).doesNotContain("\"reason\":\"w");
            assertThat(metrics(gateway))
                    .contains("api_gateway_websocket_connections 0.0")
                    .contains("api_gateway_websocket_messages_total{from=\"client\"} 1.0")
                    .contains("api_gateway_websocket_messages_total{from=\"upstream\"} 1.0")
                    .contains("api_gateway_websocket_closed_total{by=\"client\",code=\"4xxx\"} 1.0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|Upgrade: websocket|Sec-WebSocket-Version: 8|Sec-WebSocket-Key: " + WebSockets.KEY + "|426",
                "GET|Upgrade: websocket|''|Sec-WebSocket-Key: " + WebSockets.KEY + "|426",
                "GET|Upgrade: websocket|Sec-WebSocket-Version: 13, 8|Sec-WebSocket-Key: " + WebSockets.KEY + "|426",
                "GET|Upgrade: websocket|Sec-WebSocket-Version: 13|''|400",
                "GET|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: x|400",
                "GET|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTEyMw==|400",
                "GET|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j-Q==|400",
                "POST|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: " + WebSockets.KEY + "|400",
                "GET|Upgrade: raw, WebSocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: " + WebSockets.KEY + "|400",
                "GET|Upgrade: websocket/13|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: " + WebSockets.KEY + "|400"
            })
    void handshakesThatAreNoneAreRefused(String method, String upgrade, String version, String key, int status)
            throws IOException {
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            Message answer = client.send(WebSockets.handshake(method, upgrade, version, key))
                    .read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.all("Sec-WebSocket-Version").size()).isEqualTo(status == 426 ? 1 : 0);
            ends(client);
            assertThat(upstream.accepted()).isZero();
            assertThat(gateway.logged(line -> line.contains("" + status)))
                    .contains(status == 426 ? "websocket.version" : "websocket.handshake");
        }
    }

    @Test
    void answersThatAreNoneAreRefused() throws IOException {
        String right = WebSockets.switched();
        String[] wrong = {
            right.replace(WebSockets.ACCEPT, "s3pPLMBiTxaQ9kYGzzhZRbK+xOp="),
            right.replace("Sec-WebSocket-Accept", "X-Accept"),
            right.replace("Upgrade: websocket", "Upgrade: raw"),
            WebSockets.switched("Sec-WebSocket-Protocol: not-offered"),
            WebSockets.switched("Sec-WebSocket-Accept: " + WebSockets.ACCEPT)
        };
        for (String answer : wrong) {
            try (RawUpstream upstream = noting(answer, new byte[0]);
                    TestGateway gateway = gateway(upstream, "");
                    RawClient client = gateway.connect()) {
                Message got = client.send(WebSockets.upgrade("Sec-WebSocket-Protocol: a, b"))
                        .read();
                assertThat(got.status()).as(answer).isEqualTo(502);
                assertThat(gateway.logged(line -> line.contains("\"status\":502")))
                        .contains("upstream.invalid");
            }
        }
        try (RawUpstream upstream = noting(right, new byte[0]);
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("GET", "/", "Connection: Upgrade", "Upgrade: raw"));
            assertThat(client.read().status()).isEqualTo(502); // else frames would pass unpoliced
        }
    }

    @Test
    void framesRightBehindTheAnswerPassToo() throws IOException {
        try (RawUpstream upstream = noting(WebSockets.switched("Sec-WebSocket-Protocol: b"), text("first", false));
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            client.send(WebSockets.upgrade("Sec-WebSocket-Protocol: a, b")).send(text("early", true));
            Message answer = client.read();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.all("Sec-WebSocket-Protocol")).containsExactly("b");
            assertThat(WebSockets.read(client).text()).isEqualTo("first");
        }
    }

    /** The client is told what it did, the upstream that it is over, and nothing of the frame comes through. */
    private void violates(byte[] bad, int code, String reason, String policy) throws Exception {
        try (RawUpstream upstream = noting(WebSockets.switched(), new byte[0]);
                TestGateway gateway = gateway(upstream, policy);
                RawClient client = WebSockets.open(gateway)) {
            client.send(join(text("good", true), bad, text("never seen", true)));
            assertThat(WebSockets.read(client).code()).isEqualTo(code);
            assertThat(next().text()).isEqualTo("good");
            WebSockets.Frame end = next();
            assertThat(end.code()).isEqualTo(1001);
            assertThat(end.masked()).isTrue();
            ends(client);
            TestGateway.await("the upstream's connection to close", () -> upstream.open() == 0);
            assertThat(gateway.logged(line -> line.contains("\"status\":101"))).contains(reason);
            assertThat(metrics(gateway))
                    .contains("api_gateway_websocket_closed_total{by=\"gateway\",code=\"" + code + "\"} 1.0");
        }
        atUpstream.clear();
    }

    @Test
    void clientsThatBreakTheProtocolAreEnded() throws Exception {
        violates(text("unmasked", false), 1002, "websocket.frame", "");
        violates(frame(FIN | RSV1 | TEXT, new byte[1], true), 1002, "websocket.frame", "");
        violates(close(1006, true), 1002, "websocket.frame", "");
        violates(frame(FIN | TEXT, new byte[] {'a', (byte) 0xFF}, true), 1007, "websocket.frame", "");
        violates(frame(FIN | BINARY, new byte[(1 << 20) + 1], true), 1009, "websocket.too_big", "");
        violates(frame(FIN | BINARY, new byte[101], true), 1009, "websocket.too_big", "maxFrame: 100B");
        violates(frame(FIN | BINARY, new byte[101], true), 1009, "websocket.too_big", "maxMessage: 100B");
    }

    @Test
    void upstreamsThatBreakTheProtocolAreEnded() throws Exception {
        for (byte[] bad : new byte[][] {text("masked", true), frame(FIN | 5, new byte[0], false)}) {
            try (RawUpstream upstream = noting(WebSockets.switched(), join(text("good", false), bad));
                    TestGateway gateway = gateway(upstream, "");
                    RawClient client = WebSockets.open(gateway)) {
                assertThat(WebSockets.read(client).text()).isEqualTo("good");
                assertThat(WebSockets.read(client).code()).isEqualTo(1001);
                assertThat(next().code()).isEqualTo(1002);
                client.send(close(1001, true));
                ends(client);
                assertThat(gateway.logged(line -> line.contains("\"status\":101")))
                        .contains("upstream.websocket_frame");
            }
            atUpstream.clear();
        }
    }

    @Test
    void upstreamsMaySendMoreThanClients() throws Exception {
        byte[] large = frame(FIN | BINARY, new byte[2 << 20], false);
        try (RawUpstream upstream = noting(WebSockets.switched(), large);
                TestGateway gateway = gateway(upstream, "");
                RawClient client = WebSockets.open(gateway)) {
            assertThat(WebSockets.read(client).payload()).hasSize(2 << 20);
        }
        try (RawUpstream upstream = noting(WebSockets.switched(), large);
                TestGateway gateway = gateway(upstream, "maxUpstreamMessage: 1MiB");
                RawClient client = WebSockets.open(gateway)) {
            assertThat(WebSockets.read(client).code()).isEqualTo(1001);
            assertThat(next().code()).isEqualTo(1009);
            assertThat(gateway.logged(line -> line.contains("\"status\":101"))).contains("upstream.websocket_too_big");
        }
    }

    @Test
    void compressedMessagesPassAsTheyAreWhereThatWasAgreedOn() throws Exception {
        byte[] compressed = {(byte) 0xF2, 0x48, (byte) 0xCD, (byte) 0xC9, (byte) 0xC9, 7, 0
        }; // RFC 7692 section 7.2.3.1
        String agreed = "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover";
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo(agreed));
                TestGateway gateway = gateway(upstream, "");
                RawClient client = WebSockets.open(gateway, "Sec-WebSocket-Extensions: permessage-deflate")) {
            client.send(frame(FIN | RSV1 | TEXT, compressed, true));
            WebSockets.Frame back = WebSockets.read(client);
            assertThat(back.first()).isEqualTo(FIN | RSV1 | TEXT);
            assertThat(back.payload()).isEqualTo(compressed);
        }
    }

    @Test
    void silenceEndsATunnelWithACloseFrameToBoth() throws Exception {
        try (RawUpstream upstream = noting(WebSockets.switched(), new byte[0]);
                TestGateway gateway = gateway(upstream, "idle: 1s");
                RawClient client = WebSockets.open(gateway)) {
            for (int i = 0; i < 4; i++) {
                TestGateway.pause(500);
                client.send(text("alive", true));
                assertThat(next().text()).isEqualTo("alive");
            }
            assertThat(WebSockets.read(client).code()).isEqualTo(1001);
            client.send(close(1001, true));
            assertThat(next().code()).isEqualTo(1001);
            ends(client);
            assertThat(gateway.logged(line -> line.contains("\"status\":101"))).contains("websocket.idle");
        }
    }

    @Test
    void aSilentClientIsPingedAndItsPongIsNotTheUpstreamsToSee() throws Exception {
        try (RawUpstream upstream = noting(WebSockets.switched(), new byte[0]);
                TestGateway gateway = gateway(upstream, "ping: 500ms");
                RawClient client = WebSockets.open(gateway)) {
            for (int i = 0; i < 3; i++) {
                WebSockets.Frame ping = WebSockets.read(client);
                assertThat(ping.opcode()).isEqualTo(PING);
                client.send(frame(FIN | PONG, ping.payload(), true));
            }
            client.send(frame(FIN | PONG, new byte[16], true)); // nobody's, and so the upstream's
            WebSockets.Frame pong = next();
            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.payload()).isEqualTo(new byte[16]);
            assertThat(atUpstream).isEmpty();
            assertThat(WebSockets.read(client).opcode()).isEqualTo(PING); // this time without an answer
            assertThat(WebSockets.read(client).code()).isEqualTo(1001);
            assertThat(next().code()).isEqualTo(1001);
            ends(client);
            assertThat(gateway.logged(line -> line.contains("\"status\":101"))).contains("websocket.silent");
        }
    }

    @Test
    void pongsOfTheGatewaysOwnPingsAreNoSignOfUse() throws Exception {
        try (RawUpstream upstream = noting(WebSockets.switched(), new byte[0]);
                TestGateway gateway = gateway(upstream, "ping: 300ms, idle: 2s");
                RawClient client = WebSockets.open(gateway)) {
            int pings = 0;
            for (WebSockets.Frame frame = WebSockets.read(client);
                    frame.opcode() != CLOSE;
                    frame = WebSockets.read(client)) {
                client.send(frame(FIN | PONG, frame.payload(), true));
                pings++;
            }
            assertThat(pings).isBetween(2, 8);
            assertThat(next().code()).isEqualTo(1001);
        }
    }

    @Test
    void tunnelsOutliveReloads() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = TestGateway.start(WebSockets.yaml(upstream, "", ""));
                RawClient client = WebSockets.open(gateway)) {
            String other = "  - { name: other, match: { path: /other }, to: { respond: { body: x } } }\n";
            ReloadResult result = gateway.reload(WebSockets.yaml(upstream, "", "maxMessage: 10B") + other);
            assertThat(result.outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            client.send(text("still the rules of before", true));
            assertThat(WebSockets.read(client).text()).isEqualTo("still the rules of before");
            result = gateway.reload(WebSockets.yaml(upstream, "timeouts: { idle: 60s }", "")); // another listener
            assertThat(result.outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            TestGateway.pause(300);
            assertThat(WebSockets.read(client.send(text("on", true))).text()).isEqualTo("on");
            client.send(close(1000, true));
            assertThat(WebSockets.read(client).code()).isEqualTo(1000);
            ends(client);
        }
    }

    @Test
    void drainingTellsBothSidesAndEndsOnceBothHaveAnswered() throws Exception {
        try (RawUpstream upstream = noting(WebSockets.switched(), new byte[0]);
                TestGateway gateway = gateway(upstream, "");
                RawClient client = WebSockets.open(gateway)) {
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> gateway.gateway().drain(Duration.ofSeconds(20)));
            assertThat(WebSockets.read(client).code()).isEqualTo(1001);
            assertThat(next().code()).isEqualTo(1001);
            client.send(join(text("too late", true), close(1001, true)));
            ends(client);
            drained.get(15, TimeUnit.SECONDS);
            assertThat(atUpstream).isEmpty();
            assertThat(gateway.log().getFirst()).contains("websocket.drain");
        }
    }

    @Test
    void drainingWaitsForTheEndOfAFrameAndNotForAClientThatSaysNothing() throws Exception {
        byte[] message = frame(FIN | BINARY, new byte[1000], false);
        CountDownLatch told = new CountDownLatch(1);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send(WebSockets.switched()).send(Arrays.copyOf(message, 500));
                    atUpstream.add(WebSockets.read(connection));
                    told.countDown();
                    TestGateway.pause(300);
                    connection.send(Arrays.copyOfRange(message, 500, message.length));
                    connection.send(text("not this one", false));
                    connection.awaitEnd();
                });
                TestGateway gateway = gateway(upstream, "");
                RawClient client = WebSockets.open(gateway)) {
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> gateway.gateway().drain(Duration.ofSeconds(20)));
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(next().code()).isEqualTo(1001);
            assertThat(WebSockets.read(client).payload()).hasSize(1000);
            assertThat(WebSockets.read(client).code()).isEqualTo(1001);
            ends(client); // after the seconds that it has for its answer
            drained.get(15, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClientThatIsSlowForLongerThanItsTimeoutsButNeverStallsKeepsItsTunnel() throws Exception {
        byte[] message = frame(FIN | BINARY, new byte[1 << 20], false);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send(WebSockets.switched());
                    for (int i = 0; i < 8; i++) {
                        connection.send(message);
                    }
                    WebSockets.serve(connection);
                });
                TestGateway gateway = TestGateway.start(WebSockets.yaml(upstream, "timeouts: { write: 1s }", ""));
                RawClient client = WebSockets.open(gateway)) {
            TestGateway.pause(600); // all buffers fill
            for (int i = 0; i < 8; i++) {
                assertThat(WebSockets.read(client).payload()).hasSize(1 << 20);
            }
            TestGateway.pause(2_500); // longer than any wait that began when the buffers were full
            assertThat(WebSockets.read(client.send(text("on", true))).text()).isEqualTo("on");
        }
    }

    @Test
    void whateverIsSentInWhateverPiecesComesBack() throws Exception {
        Random random = new Random(9);
        byte[] sent = new byte[0];
        byte[][] payloads = new byte[60][];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = new byte[random.nextInt(i % 10 == 0 ? 100_000 : 300)];
            random.nextBytes(payloads[i]);
            sent = join(sent, frame(FIN | BINARY, payloads[i], true));
        }
        byte[] all = sent;
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = gateway(upstream, "");
                RawClient client = WebSockets.open(gateway)) {
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    for (int at = 0; at < all.length; ) {
                        int to = Math.min(all.length, at + 1 + random.nextInt(random.nextInt(4) == 0 ? 9_000 : 20));
                        client.send(Arrays.copyOfRange(all, at, to));
                        at = to;
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (byte[] payload : payloads) {
                assertThat(WebSockets.read(client).payload()).isEqualTo(payload);
            }
            sending.join();
        }
    }

    @Test
    void aConnectionThatBreaksOffTakesTheOtherWithIt() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = gateway(upstream, "");
                RawClient client = WebSockets.open(gateway)) {
            assertThat(WebSockets.read(client.send(text("on", true))).text()).isEqualTo("on");
            client.reset();
            TestGateway.await("the upstream's connection to close", () -> upstream.open() == 0);
            assertThat(metrics(gateway)).contains("closed_total{by=\"nobody\",code=\"1006\"} 1.0");
        }
    }
}
