package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/1.1 clients of services that speak HTTP/2 in the clear. */
@Timeout(120)
class Http2UpstreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static TestGateway gateway(String more, int... ports) {
        String keys = "protocol: http2" + (more.isEmpty() ? "" : ", " + more);
        return TestGateway.start(Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", keys, ports)) + Yaml.ALL);
    }

    private static String chunked(String... pieces) {
        StringBuilder body = new StringBuilder();
        for (String piece : pieces) {
            body.append(Integer.toHexString(piece.length()))
                    .append("\r\n")
                    .append(piece)
                    .append("\r\n");
        }
        return body.append("0\r\n").toString();
    }

    private static String logged(TestGateway gateway, Message answer) {
        String id = answer.field("X-Request-ID").orElseThrow();
        return gateway.logged(line -> line.contains(id));
    }

    @Test
    void aRequestArrivesWithItsFieldsInTheFormOfHttp2() throws IOException {
        try (Http2Service service = Http2Service.start(call -> call.answer(200, "fine", "x-answer", "Yes"));
                TestGateway gateway = gateway("", service.port())) {
            Message answer = gateway.get(
                    "/a/../b%20c?q=1&r",
                    "X-Custom: Kept As It Is",
                    "Connection: X-Hop",
                    "X-Hop: dropped",
                    "Keep-Alive: 5",
                    "TE: gzip, trailers",
                    "Cookie: a=b; c=d",
                    "Authorization: Bearer s");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("fine");
            assertThat(answer.field("x-answer")).contains("Yes");
            assertThat(answer.field("Content-Length")).contains("4");
            Http2Service.Call call = service.calls().getFirst();
            assertThat(call.header(":method")).isEqualTo("GET");
            assertThat(call.header(":scheme")).isEqualTo("http");
            assertThat(call.header(":authority")).isEqualTo("test");
            assertThat(call.path()).isEqualTo("/b%20c?q=1&r");
            assertThat(call.header("x-custom")).isEqualTo("Kept As It Is");
            assertThat(call.header("te")).isEqualTo("trailers");
            assertThat(call.header("cookie")).isEqualTo("a=b; c=d");
            assertThat(call.header("authorization")).isEqualTo("Bearer s");
            assertThat(call.header("x-request-id")).isNotEmpty();
            assertThat(call.headers().names())
                    .extracting(CharSequence::toString)
                    .doesNotContain("host", "connection", "keep-alive", "x-hop", "transfer-encoding");
        }
    }

    @Test
    void manyRequestsShareOneConnection() throws IOException {
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
                assertThat(client.post("/", "body " + i).text()).isEqualTo("body " + i);
            }
            assertThat(client.send(RawClient.request("HEAD", "/")).read("HEAD").status())
                    .isEqualTo(200);
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aLargeBodyComesBackWhole() throws IOException {
        String body = "0123456789abcdef".repeat(64 << 10);
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            client.patience(PATIENCE);
            for (int i = 0; i < 3; i++) {
                Message answer = client.post("/", body);
                assertThat(answer.text().equals(body)).isTrue();
            }
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void chunksAndTrailersPassBothWays() throws IOException {
        try (Http2Service service = Http2Service.start(call -> {
                    call.head(200, false, "content-type", "text/plain");
                    call.data(call.body(), false);
                    call.trailers("x-sum", "42", "grpc-status", "0", "set-cookie", "no");
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Transfer-Encoding: chunked") + chunked("hello ", "world")
                    + "X-Check: 7\r\nAuthorization: no\r\n\r\n");
            Message answer = client.read();
            assertThat(answer.text()).isEqualTo("hello world");
            assertThat(answer.trailers()).containsExactlyInAnyOrder("x-sum: 42", "grpc-status: 0");
            Http2Service.Call call = service.calls().getFirst();
            assertThat(call.header("transfer-encoding")).isEmpty();
            assertThat(call.trailers().orElseThrow()).hasSize(1);
            assertThat(call.trailers().orElseThrow().get("x-check")).hasToString("7");
            client.send(RawClient.request("POST", "/", "Transfer-Encoding: chunked") + "0\r\n\r\n");
            assertThat(client.read().trailers()).hasSize(2);
        }
    }

    @Test
    void interimResponsesPass() throws IOException {
        try (Http2Service service = Http2Service.start(call -> {
                    call.head(103, false, "link", "</a.css>");
                    call.answer(200, "final");
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            Message hints = client.get("/");
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.field("link")).contains("</a.css>");
            assertThat(client.read().text()).isEqualTo("final");
        }
    }

    @Test
    void thePeersLimitOfStreamsIsHeld() throws Exception {
        try (Http2Service service = Http2Service.start(
                        Http2Service.Setup.streams(10),
                        call -> call.channel()
                                .eventLoop()
                                .schedule(
                                        () -> call.answer(200, "ok"), 20, java.util.concurrent.TimeUnit.MILLISECONDS));
                TestGateway gateway = gateway("pool: { size: 3, maxIdle: 3, queueTimeout: 20s }", service.port())) {
            List<Thread> clients = new ArrayList<>();
            AtomicInteger good = new AtomicInteger();
            for (int i = 0; i < 200; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    try (RawClient client = gateway.connect()) {
                        client.patience(PATIENCE);
                        good.addAndGet(client.get("/").status() == 200 ? 1 : 0);
                    } catch (IOException e) {
                        // not counted as good
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(good).hasValue(200);
            assertThat(service.mostStreams()).isLessThanOrEqualTo(10);
            assertThat(service.accepted()).isBetween(2, 3);
            assertThat(service.calls()).hasSize(200);
        }
    }

    @Test
    void theOwnLimitOfStreamsOpensFurtherConnections() throws Exception {
        try (Http2Service service = Http2Service.start(call -> call.channel()
                        .eventLoop()
                        .schedule(() -> call.answer(200, "ok"), 300, java.util.concurrent.TimeUnit.MILLISECONDS));
                TestGateway gateway = gateway("http2: { maxConcurrentStreams: 2 }", service.port());
                RawClient a = gateway.connect();
                RawClient b = gateway.connect();
                RawClient c = gateway.connect()) {
            for (RawClient client : List.of(a, b, c)) {
                client.send(RawClient.request("GET", "/"));
            }
            for (RawClient client : List.of(a, b, c)) {
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(service.accepted()).isEqualTo(2);
            assertThat(service.mostStreams()).isEqualTo(2);
        }
    }

    @Test
    void goAwayUnderLoadFailsNothing() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Http2Service service = Http2Service.start(call -> {
                    call.answer(200, "ok");
                    if (count.incrementAndGet() % 100 == 0) {
                        call.goAway(0); // streams beyond this one are ignored
                    }
                });
                TestGateway gateway = gateway("", service.port())) {
            try (Load load = Load.start(gateway.address(), 16, answer -> answer.status() == 200)) {
                TestGateway.await("requests", PATIENCE, () -> load.done() > 1_000);
                assertThat(load.failures()).isEmpty();
            }
            assertThat(service.accepted()).isGreaterThan(5);
            TestGateway.await("old connections to close", PATIENCE, () -> service.open() <= 2);
        }
    }

    @Test
    void aRequestThatIsRefusedUnreadIsSentAgainWhateverItsMethod() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (Http2Service service = Http2Service.start(call -> {
                    if (count.getAndIncrement() < 3) {
                        call.reset(Http2Error.REFUSED_STREAM);
                    } else {
                        Http2Service.echo(call);
                    }
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            assertThat(client.post("/", "money").text()).isEqualTo("money");
            assertThat(service.calls()).hasSize(4);
        }
    }

    @Test
    void aRequestThatIsAlwaysRefusedFailsInTheEnd() throws IOException {
        try (Http2Service service = Http2Service.start(call -> call.reset(Http2Error.REFUSED_STREAM));
                TestGateway gateway = gateway("", service.port())) {
            Message answer = gateway.get("/");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(logged(gateway, answer)).contains("upstream.refused");
            assertThat(service.calls()).hasSizeBetween(5, 6);
            assertThat(service.accepted()).as("the connection is not to blame").isEqualTo(1);
        }
    }

    @Test
    void aResetBeforeTheHeadIsRepeatedOnlyIfIdempotent() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (Http2Service service = Http2Service.start(call -> {
                    if (count.getAndIncrement() % 2 == 0) {
                        call.reset(Http2Error.INTERNAL_ERROR);
                    } else {
                        call.answer(200, "second");
                    }
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            assertThat(client.get("/").text()).isEqualTo("second");
            Message answer = client.post("/", "money");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(logged(gateway, answer)).contains("upstream.reset");
            assertThat(service.calls()).hasSize(3);
        }
    }

    @Test
    void aResetInsideTheBodyCutsThatResponseAndNoOther() throws IOException {
        List<Http2Service.Call> waiting = new ArrayList<>();
        try (Http2Service service = Http2Service.start(call -> {
                    if (call.path().equals("/wait")) {
                        waiting.add(call);
                        return;
                    }
                    call.head(200, false, "content-length", "1000");
                    call.data("only this", false);
                    call.channel()
                            .eventLoop()
                            .schedule(
                                    () -> {
                                        call.reset(Http2Error.CANCEL);
                                        waiting.forEach(other -> other.answer(200, "unharmed"));
                                    },
                                    200,
                                    java.util.concurrent.TimeUnit.MILLISECONDS);
                });
                TestGateway gateway = gateway("", service.port());
                RawClient other = gateway.connect();
                RawClient client = gateway.connect()) {
            other.send(RawClient.request("GET", "/wait"));
            TestGateway.await("the other request", () -> service.calls().size() == 1);
            Message answer = client.get("/cut");
            assertThat(answer.whole()).isFalse();
            assertThat(answer.text()).isEqualTo("only this");
            assertThat(gateway.logged(line -> line.contains("\"/cut\""))).contains("upstream.truncated");
            assertThat(other.read().text()).isEqualTo("unharmed");
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aResetBehindAWholeResponseIsFine() throws IOException {
        try (Http2Service service = Http2Service.start(call -> {
                    call.answer(200, "all of it");
                    call.reset(Http2Error.NO_ERROR);
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/").text()).isEqualTo("all of it");
            }
        }
    }

    @Test
    void aClientThatTakesNothingHoldsLittleAndStopsNobody() throws Exception {
        String piece = "x".repeat(16 << 10);
        int pieces = 2_048; // 32 MB
        try (Http2Service service = Http2Service.start(call -> {
                    if (!call.path().equals("/large")) {
                        call.answer(200, "small");
                        return;
                    }
                    call.head(200, false);
                    for (int i = 0; i < pieces; i++) {
                        call.data(piece, i == pieces - 1);
                    }
                });
                TestGateway gateway = gateway("", service.port());
                RawClient slow = RawClient.connect(gateway.address(), 16 << 10);
                RawClient other = gateway.connect()) {
            slow.send(RawClient.request("GET", "/large"));
            TestGateway.await("the response", () -> !service.calls().isEmpty());
            Http2Service.Call large = service.calls().getFirst();
            int stopped = settled(large);
            assertThat(stopped).as("beside what the kernel takes").isLessThan(12 << 20);
            for (int i = 0; i < 20; i++) {
                assertThat(other.get("/").text()).isEqualTo("small");
            }
            assertThat(large.sent()).isEqualTo(stopped);
            slow.patience(PATIENCE);
            Message whole = slow.read();
            assertThat(whole.whole()).isTrue();
            assertThat(whole.body()).hasSize(pieces * piece.length());
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    /** How many bytes have left once no more leave for a while. */
    private static int settled(Http2Service.Call call) {
        int before = -1;
        while (before != call.sent()) {
            before = call.sent();
            TestGateway.pause(1_500);
        }
        return before;
    }

    @Test
    void aServiceThatDoesNotAnswerStopsNobodyElse() throws IOException {
        try (Http2Service service = Http2Service.start(call -> {
                    if (!call.path().equals("/never")) {
                        call.answer(200, "here");
                    }
                });
                TestGateway gateway = gateway("timeouts: { read: 500ms }", service.port());
                RawClient waiting = gateway.connect();
                RawClient client = gateway.connect()) {
            waiting.send(RawClient.request("GET", "/never"));
            TestGateway.await("the request", () -> service.calls().size() == 1);
            assertThat(client.get("/").text()).isEqualTo("here");
            Message answer = waiting.read();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(logged(gateway, answer)).contains("upstream.read_timeout");
            TestGateway.await("the stream to be reset", () -> service.resets() == 1);
            assertThat(client.get("/").text()).isEqualTo("here");
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aPeerThatIsSilentForAWholeTimeoutIsLeft() throws IOException {
        try (Http2Service service = Http2Service.start(_ -> {});
                TestGateway gateway = gateway("timeouts: { read: 300ms }", service.port());
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 5 && service.accepted() < 2; i++) { // it is not silent while it acknowledges SETTINGS
                assertThat(client.get("/").status()).isEqualTo(504);
            }
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void anUploadThatNobodyTakesTimesOutAndStopsNoOther() throws IOException {
        String body = "y".repeat(200_000);
        try (Http2Service service = Http2Service.start(Http2Service.Setup.takingNoBodies(), Http2Service::echo);
                TestGateway gateway = gateway("timeouts: { write: 1500ms }", service.port());
                RawClient stalled = gateway.connect();
                RawClient client = gateway.connect()) {
            stalled.send(RawClient.request("POST", "/stall", "Content-Length: " + body.length()) + body);
            TestGateway.pause(300);
            assertThat(client.get("/").status()).isEqualTo(200);
            Message answer = stalled.read();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(logged(gateway, answer)).contains("upstream.write_timeout");
            assertThat(client.post("/take", body).text().equals(body)).isTrue();
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    /** What Netty's flow controller cannot send would count against the window of the whole connection. */
    @Test
    void anUploadThatStallsLeavesTheConnectionsWindowToOthers() throws IOException {
        String body = "y".repeat(300_000);
        Http2Service.Setup small = new Http2Service.Setup(new Http2Settings().initialWindowSize(16 << 10), null, false);
        try (Http2Service service = Http2Service.start(small, Http2Service::echo);
                TestGateway gateway = gateway("timeouts: { write: 60s }", service.port());
                RawClient stalled = gateway.connect();
                RawClient client = gateway.connect()) {
            stalled.send(RawClient.request("POST", "/stall", "Content-Length: " + body.length())
                    + body.substring(0, 100_000));
            TestGateway.await("the stalled request", PATIENCE, () -> service.started() == 1);
            client.patience(PATIENCE);
            for (int i = 0; i < 3; i++) {
                assertThat(client.post("/take", body).text().equals(body)).isTrue();
            }
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void theHeadLeavesWhereThereIsNoWindowForTheBody() throws IOException {
        try (RawUpstream service = RawUpstream.start(connection -> {
                    Http2Wire wire = new Http2Wire(connection);
                    wire.greet(0);
                    int stream = wire.head();
                    StringBuilder body = new StringBuilder();
                    while (body.length() < 9) {
                        wire.send(Http2Wire.windowUpdate(stream, 2));
                        body.append(wire.body());
                    }
                    wire.send(
                            Http2Wire.headers(stream, false, Http2Wire.status(200)),
                            Http2Wire.data(stream, true, body.toString()));
                    connection.awaitEnd();
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            assertThat(client.post("/", "very slow").text()).isEqualTo("very slow");
        }
    }

    @Test
    void aClientThatLeavesResetsItsStreamOnly() throws IOException {
        try (Http2Service service = Http2Service.start(call -> {
                    if (!call.path().equals("/never")) {
                        call.answer(200, "here");
                    }
                });
                TestGateway gateway = gateway("", service.port());
                RawClient leaving = gateway.connect();
                RawClient client = gateway.connect()) {
            leaving.send(RawClient.request("GET", "/never"));
            TestGateway.await("the request", () -> service.calls().size() == 1);
            leaving.close();
            TestGateway.await("the stream to be reset", () -> service.resets() == 1);
            assertThat(client.get("/").text()).isEqualTo("here");
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheUploadReachesTheClient() throws IOException {
        try (RawUpstream service = RawUpstream.start(connection -> {
                    Http2Wire wire = new Http2Wire(connection);
                    wire.greet();
                    int stream = wire.head();
                    wire.send(Http2Wire.headers(
                            stream, false, Http2Wire.status(403), Http2Wire.field("content-length", "2")));
                    wire.send(Http2Wire.data(stream, true, "no"));
                    wire.send(Http2Wire.reset(stream, 0));
                    connection.awaitEnd();
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: " + (8 << 20)) + "the beginning");
            Message answer = client.read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("no");
        }
    }

    @Test
    void idleAndOldConnectionsCloseWithAGoAway() throws IOException {
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = gateway("pool: { idle: 200ms }", service.port())) {
            gateway.get("/");
            TestGateway.await("the idle connection to close", PATIENCE, () -> service.open() == 0);
            assertThat(service.goAways()).isEqualTo(1);
        }
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = gateway("pool: { lifetime: 200ms }", service.port())) {
            gateway.get("/");
            TestGateway.pause(400);
            gateway.get("/");
            assertThat(service.accepted()).isEqualTo(2);
            TestGateway.await("the old connection to close", PATIENCE, () -> service.open() == 1);
        }
    }

    @Test
    void aReloadKeepsTheConnectionUnlessTheProtocolChanges() throws IOException {
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = gateway("", service.port())) {
            gateway.get("/");
            String more = "protocol: http2, timeouts: { read: 7s }";
            gateway.reload(
                    Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", more, service.port())) + Yaml.ALL);
            assertThat(gateway.get("/").status()).isEqualTo(200);
            assertThat(service.accepted()).isEqualTo(1);
            gateway.reload(Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", service.port())) + Yaml.ALL);
            assertThat(gateway.get("/").status()).as("no longer HTTP/2").isEqualTo(502);
            TestGateway.await("the unused connection to close", PATIENCE, () -> service.open() == 0);
        }
    }

    @Test
    void aSwitchOfProtocolsIsRefusedAndTheConnectionServesOn() throws IOException {
        try (Http2Service service = Http2Service.start(Http2Service::echo);
                TestGateway gateway = gateway("", service.port())) {
            Message answer = gateway.get(
                    "/",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(logged(gateway, answer)).contains("upstream.protocol");
            assertThat(gateway.get("/").status()).isEqualTo(200);
            assertThat(service.calls()).hasSize(1);
        }
    }

    @Test
    void aServiceThatSpeaksHttp1SeesNothingOfTheRequest() throws IOException {
        StringBuilder seen = new StringBuilder();
        try (RawUpstream service = RawUpstream.start(connection -> {
                    seen.append(connection.head().orElse(""));
                    connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                });
                TestGateway gateway = gateway("", service.port());
                RawClient client = gateway.connect()) {
            Message answer = client.post("/secret", "money");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(logged(gateway, answer)).contains("upstream.protocol");
            assertThat(seen.toString()).startsWith("PRI * HTTP/2.0").doesNotContain("secret");
        }
    }

    @Test
    void aServiceThatSendsNoSettingsIsTooSlow() throws IOException {
        try (RawUpstream service = RawUpstream.start(RawUpstream.Connection::awaitEnd);
                TestGateway gateway = gateway("timeouts: { connect: 300ms }", service.port())) {
            Message answer = gateway.get("/");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(logged(gateway, answer)).contains("upstream.connect_timeout");
        }
    }

    @Test
    void callsOfGrpcAreRetriedByTheirStatusAndCountAsFailures() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (Http2Service service = Http2Service.start(call -> {
                    boolean fails = count.getAndIncrement() < 2 || call.path().equals("/down");
                    if (fails) {
                        call.head(200, true, "content-type", "application/grpc", "grpc-status", "14");
                    } else {
                        call.head(200, false, "content-type", "application/grpc");
                        call.data("answer", false);
                        call.trailers("grpc-status", "0");
                    }
                });
                TestGateway gateway = gateway(
                        "retry: { grpcStatuses: [ unavailable ], unsafe: true, backoff: { kind: immediate }, budget: { percent: 1000 } }, "
                                + "breaker: { consecutiveFailures: 6 }",
                        service.port());
                RawClient client = gateway.connect()) {
            String post = RawClient.request("POST", "/", "Content-Type: application/grpc", "Content-Length: 4");
            Message answer = client.send(post + "call").read();
            assertThat(answer.text()).isEqualTo("answer");
            assertThat(answer.trailers()).containsExactly("grpc-status: 0");
            assertThat(service.calls())
                    .hasSize(3)
                    .allMatch(call -> call.header("te").equals("trailers"));
            Message down = client.get("/down", "Content-Type: application/grpc");
            assertThat(down.field("grpc-status")).as("the last answer passes").contains("14");
            assertThat(service.calls()).hasSize(7);
            Message second = client.get("/down", "Content-Type: application/grpc");
            assertThat(second.field("grpc-status")).as("in the form of gRPC").contains("14");
            assertThat(logged(gateway, second)).contains("upstream.breaker_open");
        }
    }
}
