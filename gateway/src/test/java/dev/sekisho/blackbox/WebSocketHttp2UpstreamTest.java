package dev.sekisho.blackbox;

import static dev.sekisho.dataplane.websocket.TestFrames.close;
import static dev.sekisho.dataplane.websocket.TestFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSockets to services of HTTP/2 (RFC 8441): what is asked of them, and what comes of what they do. */
@Timeout(120)
class WebSocketHttp2UpstreamTest {

    private static final int PROTOCOL_ERROR = 1;
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;

    /** How the stream ended for the service. */
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    private final CompletableFuture<Map<String, String>> head = new CompletableFuture<>();

    private String ended() throws Exception {
        return ended.get(20, TimeUnit.SECONDS);
    }

    /** A service that does this on the stream, then waits for its end. */
    private RawUpstream service(Http2Tunnel.Script script) throws IOException {
        return RawUpstream.start(Http2Tunnel.offering(tunnel -> {
            head.complete(Map.copyOf(tunnel.head()));
            script.serve(tunnel);
            ended.complete(tunnel.awaitEnd());
            while (true) { // requests beside and behind it
                tunnel.next().send(Http2Wire.headers(tunnel.stream(), true, Http2Wire.status(204)));
            }
        }));
    }

    private static TestGateway gateway(RawUpstream service) {
        return Http2UpstreamTest.gateway("timeouts: { read: 2s, write: 1s }", service.port());
    }

    private static void servesOn(TestGateway gateway, RawUpstream service) throws IOException {
        assertThat(gateway.get("/next").status()).isEqualTo(204);
        assertThat(service.accepted()).as("connections").isEqualTo(1);
    }

    private static void logged(TestGateway gateway, String reason) {
        gateway.logged(line -> line.contains("\"status\":101") && line.contains("\"reason\":\"" + reason + "\""));
    }

    @Test
    void aHandshakeIsAnExtendedConnect() throws Exception {
        try (RawUpstream service = service(tunnel -> tunnel.open(Http2Wire.field("sec-websocket-protocol", "chat"))
                        .echo());
                TestGateway gateway = gateway(service);
                RawClient client = gateway.connect()) {
            Message answer = client.send(WebSockets.upgrade("Sec-WebSocket-Protocol: other, chat", "X-One: 1"))
                    .read();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.field("Upgrade")).hasValue("websocket");
            assertThat(answer.field("Connection")).hasValue("Upgrade");
            assertThat(answer.field("Sec-WebSocket-Accept")).hasValue(WebSockets.ACCEPT);
            assertThat(answer.field("sec-websocket-protocol")).hasValue("chat");
            assertThat(head.join())
                    .containsEntry(":method", "CONNECT")
                    .containsEntry(":protocol", "websocket")
                    .containsEntry(":scheme", "http")
                    .containsEntry(":path", "/")
                    .containsEntry(":authority", "test")
                    .containsEntry("sec-websocket-version", "13")
                    .containsEntry("sec-websocket-protocol", "other, chat")
                    .containsEntry("x-one", "1")
                    .doesNotContainKeys("sec-websocket-key", "upgrade", "connection", "content-length", "host");
            client.send(text("hello", true));
            assertThat(WebSockets.read(client).text()).isEqualTo("hello");
            client.send(close(4001, true));
            assertThat(WebSockets.read(client).code()).isEqualTo(4001);
            assertThat(ended()).isEqualTo("END_STREAM");
            logged(gateway, "");
            servesOn(gateway, service);
        }
    }

    @Test
    void aClientOfHttp2GetsItsOwn200() throws Exception {
        try (RawUpstream service = service(tunnel -> tunnel.open().echo());
                TestGateway gateway = TestGateway.start(Yaml.listener(Http2PassingTest.H2C)
                        + Yaml.upstreams(Yaml.upstream("service", "protocol: http2", service.port()))
                        + Yaml.ALL);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, Http2PassingTest.extendedConnect("sec-websocket-version", "13"));
            client.await(Http2Client.HEADERS, 0);
            client.data(1, false, text("hello", true));
            Http2Client.Frame data = client.await(Http2Client.DATA, 0);
            assertThat(client.answer(1).status()).isEqualTo(200);
            assertThat(client.answer(1).field("sec-websocket-accept")).isEmpty();
            assertThat(data.payload()).isEqualTo(text("hello", false));
            assertThat(head.join()).containsEntry(":path", "/chat").doesNotContainKey("sec-websocket-key");
            client.data(1, false, close(1000, true));
            assertThat(client.await(1).isWhole()).isTrue();
            assertThat(ended()).isEqualTo("END_STREAM");
        }
    }

    /** RFC 9110 section 9.3.6: it means nothing in a 2xx to CONNECT, and nothing of HTTP/1.1 may be framed by it. */
    @Test
    void aLengthIsNoPartOfASwitch() throws Exception {
        try (RawUpstream service = service(tunnel -> tunnel.open(Http2Wire.field("content-length", "9")));
                TestGateway gateway = gateway(service);
                RawClient client = gateway.connect()) {
            Message answer = client.send(WebSockets.upgrade()).read();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.has("content-length")).isFalse();
        }
    }

    @Test
    void aRefusalPassesAndTheConnectionServesOn() throws Exception {
        try (RawUpstream service = service(tunnel -> tunnel.send(
                        Http2Wire.headers(tunnel.stream(), false, Http2Wire.status(403), Http2Wire.field("x", "y")),
                        Http2Wire.data(tunnel.stream(), true, "not you")));
                TestGateway gateway = gateway(service);
                RawClient client = gateway.connect()) {
            Message answer = client.send(WebSockets.upgrade()).read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("not you");
            assertThat(ended()).as("whose other half is of no use").isEqualTo("reset " + CANCEL);
            servesOn(gateway, service);
        }
    }

    private static Arguments refused(String name, String reason, Http2Tunnel.Script script) {
        return Arguments.of(name, reason, script);
    }

    static Stream<Arguments> noSwitch() {
        return Stream.of(
                refused("a reset", "upstream.reset", t -> t.send(Http2Wire.reset(t.stream(), INTERNAL_ERROR))),
                refused(
                        "a subprotocol that was not offered",
                        "upstream.invalid",
                        t -> t.open(Http2Wire.field("sec-websocket-protocol", "mine"))),
                refused(
                        "two subprotocols",
                        "upstream.invalid",
                        t -> t.open(
                                Http2Wire.field("sec-websocket-protocol", "chat"),
                                Http2Wire.field("sec-websocket-protocol", "chat"))),
                refused(
                        "fields of a connection",
                        "upstream.invalid",
                        t -> t.open(Http2Wire.field("upgrade", "websocket"))),
                refused(
                        "a 101",
                        "upstream.invalid",
                        t -> t.send(Http2Wire.headers(t.stream(), false, Http2Wire.status(101)))),
                refused("data before the head", "upstream.invalid", t -> t.data(false, text("early", false))),
                refused("no answer", "upstream.read_timeout", _ -> {}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void noSwitch(String name, String reason, Http2Tunnel.Script script) throws Exception {
        try (RawUpstream service = service(script);
                TestGateway gateway = gateway(service);
                RawClient client = gateway.connect()) {
            int status = client.send(WebSockets.upgrade("Sec-WebSocket-Protocol: chat"))
                    .read()
                    .status();
            assertThat(status).as(name).isEqualTo(reason.endsWith("timeout") ? 504 : 502);
            gateway.logged(line -> line.contains("\"reason\":\"" + reason + "\""));
        }
    }

    @Test
    void aHandshakeThatWasNotLookedAtIsSentAgain() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        try (RawUpstream service = RawUpstream.start(Http2Tunnel.offering(tunnel -> {
                    if (turn.getAndIncrement() == 0) {
                        tunnel.send(Http2Wire.reset(tunnel.stream(), REFUSED_STREAM));
                        tunnel.next();
                    }
                    tunnel.open().echo();
                    tunnel.awaitEnd();
                }));
                TestGateway gateway = gateway(service);
                RawClient client = WebSockets.open(gateway)) {
            client.send(text("again", true));
            assertThat(WebSockets.read(client).text()).isEqualTo("again");
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    private static void awaitEnd(RawClient client) throws IOException {
        try {
            while (client.readByte() >= 0) {
                // the part of a frame that came
            }
        } catch (SocketException e) {
            // a reset is an end too
        }
    }

    private static Arguments broken(String name, String reason, String end, Http2Tunnel.Script script) {
        return Arguments.of(name, reason, end, script);
    }

    /** What a service does behind its answer, the reason in the log, and how the stream ends for it. */
    static Stream<Arguments> endsOfTunnels() {
        return Stream.of(
                broken("END_STREAM without a close frame", "", "END_STREAM", t -> t.data(true)),
                broken(
                        "END_STREAM inside a frame",
                        "",
                        "END_STREAM",
                        t -> t.data(true, new byte[] {(byte) 0x81, 5, 'x'})),
                broken("a reset", "upstream.truncated", "", t -> t.send(Http2Wire.reset(t.stream(), CANCEL))),
                broken(
                        "trailers",
                        "upstream.invalid",
                        "reset " + PROTOCOL_ERROR,
                        t -> t.send(Http2Wire.headers(t.stream(), true, Http2Wire.field("x", "y")))),
                broken(
                        "a masked frame",
                        "upstream.websocket_frame",
                        "END_STREAM",
                        t -> t.data(false, text("masked", true))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void endsOfTunnels(String name, String reason, String end, Http2Tunnel.Script script) throws Exception {
        try (RawUpstream service = service(tunnel -> {
                    tunnel.open();
                    tunnel.message();
                    script.serve(tunnel);
                });
                TestGateway gateway = gateway(service);
                RawClient client = WebSockets.open(gateway)) {
            client.send(text("begin", true));
            if (reason.equals("upstream.websocket_frame")) {
                assertThat(WebSockets.read(client).code()).isEqualTo(1001);
                client.send(close(1001, true));
            }
            awaitEnd(client);
            logged(gateway, reason);
            if (!end.isEmpty()) {
                assertThat(ended()).isEqualTo(end);
                servesOn(gateway, service);
            }
        }
    }

    @Test
    void whatAClientMustNotSendEndsBothAndTheServiceIsToldByAMaskedFrame() throws Exception {
        CompletableFuture<WebSockets.Frame> told = new CompletableFuture<>();
        try (RawUpstream service = service(tunnel -> {
                    WebSockets.Frame frame = tunnel.open().message();
                    told.complete(frame);
                    tunnel.data(true, close(frame.code(), false));
                });
                TestGateway gateway = gateway(service);
                RawClient client = WebSockets.open(gateway)) {
            client.send(text("not masked", false));
            assertThat(WebSockets.read(client).code()).isEqualTo(1002);
            assertThat(told.get(20, TimeUnit.SECONDS).code()).isEqualTo(1001);
            assertThat(told.join().masked()).isTrue();
            logged(gateway, "websocket.frame");
        }
    }

    @Test
    void aClientThatLeavesEndsTheStream() throws Exception {
        try (RawUpstream service = service(Http2Tunnel::open);
                TestGateway gateway = gateway(service);
                RawClient client = WebSockets.open(gateway)) {
            client.send(text("bye", true));
            client.close();
            assertThat(ended()).isEqualTo("END_STREAM");
        }
    }

    /** A service that does not end its half leaves no stream behind: the gateway waits three seconds for it. */
    @Test
    void aServiceThatNeverEndsItsHalfIsReset() throws Exception {
        CompletableFuture<Integer> reset = new CompletableFuture<>();
        try (RawUpstream service = RawUpstream.start(Http2Tunnel.offering(tunnel -> {
                    tunnel.open().awaitEnd();
                    while (tunnel.reset() < 0) {
                        tunnel.skip();
                    }
                    reset.complete(tunnel.reset());
                }));
                TestGateway gateway = gateway(service)) {
            WebSockets.open(gateway).close();
            assertThat(reset.get(20, TimeUnit.SECONDS)).isEqualTo(CANCEL);
        }
    }

    /** A service that grants no more than the first window of 65,535 bytes: the client is held back, then cut off. */
    @Test
    void aServiceThatTakesNothingHoldsItsClientBackAndIsCutOff() throws Exception {
        byte[] piece = text("x".repeat(60_000), true);
        try (RawUpstream service = service(Http2Tunnel::open);
                TestGateway gateway = gateway(service);
                RawClient client = WebSockets.open(gateway)) {
            client.send(piece).send(piece).send(piece);
            assertThat(client.isClosedWithin(Duration.ofSeconds(8))).isTrue();
            logged(gateway, "upstream.write_timeout");
            assertThat(ended()).isEqualTo("reset " + CANCEL);
        }
    }

    @Test
    void whoDoesNotOfferItIsNotAsked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawUpstream service = RawUpstream.start(connection -> {
                    Http2Tunnel tunnel = Http2Tunnel.greeted(connection);
                    while (true) {
                        tunnel.next();
                        asked.addAndGet(tunnel.head().containsKey(":protocol") ? 1 : 0);
                        tunnel.send(Http2Wire.headers(tunnel.stream(), true, Http2Wire.status(204)));
                    }
                });
                TestGateway gateway = gateway(service);
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(WebSockets.upgrade()).read().status()).isEqualTo(502);
            }
            gateway.logged(line -> line.contains("upstream.protocol"));
            servesOn(gateway, service);
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void otherProtocolsAreNotAskedFor() throws Exception {
        try (RawUpstream service = service(Http2Tunnel::open);
                TestGateway gateway = gateway(service);
                RawClient client = gateway.connect()) {
            String upgrade = RawClient.request("GET", "/", "Connection: Upgrade", "Upgrade: other");
            assertThat(client.send(upgrade).read().status()).isEqualTo(502);
            gateway.logged(line -> line.contains("upstream.protocol"));
            assertThat(head).isNotDone();
        }
    }

    @Test
    void manyMessagesPassBothWaysThroughSmallWindows() throws Exception {
        byte[] message = text("y".repeat(1_000), true);
        try (RawUpstream service = service(tunnel -> {
                    tunnel.open();
                    for (int i = 0; i < 1_000; i++) {
                        String back = tunnel.message().text();
                        tunnel.send(Http2Wire.windowUpdate(0, message.length))
                                .send(Http2Wire.windowUpdate(tunnel.stream(), message.length));
                        if (i % 100 == 0) {
                            tunnel.data(false, text(back.substring(0, 10), false));
                        }
                    }
                    tunnel.data(true, close(1000, false));
                });
                TestGateway gateway = gateway(service);
                RawClient client = WebSockets.open(gateway)) {
            Thread sender = Thread.ofVirtual().start(() -> send(client, message, 1_000));
            for (int i = 0; i < 10; i++) {
                assertThat(WebSockets.read(client).text()).isEqualTo("yyyyyyyyyy");
            }
            assertThat(WebSockets.read(client).code()).isEqualTo(1000);
            sender.join();
        }
    }

    private static void send(RawClient client, byte[] message, int times) {
        try {
            for (int i = 0; i < times; i++) {
                client.send(message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
