package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.blackbox.Http2Client.Answer;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over HTTP/2 to a service that speaks HTTP/1.1. */
class Http2PassingTest {

    static final String H2C = "http2: { cleartext: true }";

    @TempDir
    Path folder;

    static TestGateway gateway(String listener, RawUpstream upstream) {
        return TestGateway.start(
                Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL);
    }

    @Test
    void aRequestReachesTheServiceAsOneOfHttp1() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.get(1, "/a/../b%41?q=1", "x-one", "1", "x-one", "2", "user-agent", "test");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .startsWith("GET /bA?q=1 HTTP/1.1\r\n")
                    .contains("Host: a.test\r\n", "x-one: 1\r\nx-one: 2\r\n", "user-agent: test\r\n")
                    .contains("X-Forwarded-Proto: http\r\n", "X-Forwarded-For: 127.0.0.1\r\n");
            assertThat(answer.field("date")).isNotEmpty();
            assertThat(answer.field("x-request-id")).isNotEmpty();
            assertThat(answer.field("connection")).isEmpty();
            assertThat(gateway.logged(l -> l.contains("\"status\":200"))).contains("/b");
        }
    }

    @Test
    void manyRequestsShareAConnectionAndAnswersComeInAnyOrder() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    for (var request = connection.request(); request.isPresent(); request = connection.request()) {
                        TestGateway.pause(request.get().target().equals("/slow") ? 300 : 0);
                        connection.send(RawUpstream.ok(request.get().target()));
                    }
                });
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, true, Http2Client.request("GET", "/slow"));
            for (int stream = 3; stream < 101; stream += 2) {
                client.headers(stream, true, Http2Client.request("GET", "/" + stream));
            }
            for (int stream = 3; stream < 101; stream += 2) {
                assertThat(client.await(stream).text()).isEqualTo("/" + stream);
            }
            assertThat(client.answer(1).isWhole()).isFalse();
            assertThat(client.await(1).text()).isEqualTo("/slow");
        }
    }

    @Test
    void bodiesOfKnownAndUnknownLengthAndTrailersPass() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(r.body().length) + "\r\n"
                        + new String(r.body(), StandardCharsets.ISO_8859_1)
                        + "\r\n0\r\nX-Sum: " + String.join(",", r.trailers()) + "\r\nSet-Cookie: no\r\n\r\n");
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, Http2Client.request("POST", "/", "content-length", "4"))
                    .data(1, false, "ab".getBytes(StandardCharsets.US_ASCII))
                    .data(1, true, "cd".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.await(1).text()).isEqualTo("abcd");
            client.headers(3, false, Http2Client.request("POST", "/"))
                    .data(3, false, "xyz".getBytes(StandardCharsets.US_ASCII))
                    .headers(3, true, "x-digest", "7", "authorization", "no", "x-user-id", "no");
            Answer answer = client.await(3);
            assertThat(answer.text()).isEqualTo("xyz");
            assertThat(answer.trailer("x-sum")).isEqualToIgnoringCase("x-digest: 7");
            assertThat(answer.trailer("set-cookie")).isEmpty();
            assertThat(upstream.requests().getFirst().field("Content-Length")).hasValue("4");
            assertThat(upstream.requests().getLast().field("Transfer-Encoding")).hasValue("chunked");
        }
    }

    @Test
    void largeBodiesPassBothWaysWithinTheWindows() throws Exception {
        byte[] body = new byte[2 << 20];
        Arrays.fill(body, (byte) 'x');
        try (RawUpstream upstream =
                        RawUpstream.answering(r -> RawUpstream.ok(new String(r.body(), StandardCharsets.ISO_8859_1)));
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, Http2Client.request("POST", "/"));
            int room = 65_535;
            int streamRoom = 65_535;
            for (int at = 0; at < body.length; ) {
                while (Math.min(room, streamRoom) == 0) {
                    Http2Client.Frame frame = client.read();
                    if (frame.is(Http2Client.WINDOW_UPDATE)) {
                        int more = ByteBuffer.wrap(frame.payload()).getInt();
                        room += frame.stream() == 0 ? more : 0;
                        streamRoom += frame.stream() == 0 ? 0 : more;
                    }
                }
                int size = Math.min(Math.min(room, streamRoom), Math.min(16_384, body.length - at));
                client.data(1, at + size == body.length, Arrays.copyOfRange(body, at, at + size));
                at += size;
                room -= size;
                streamRoom -= size;
            }
            assertThat(client.await(1).body()).hasSize(body.length);
        }
    }

    @Test
    void overTlsBothSidesAgreeOnTheProtocol() throws Exception {
        Pki pki = new Pki(folder);
        String tls = "tls: { certificates: [ { " + pki.files("a", pki.issue("a", "a.test")) + " } ], hsts: {} }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(tls, upstream)) {
            try (SSLSocket socket = agreed(pki, gateway, "h2", "http/1.1")) {
                assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
                Http2Client client = Http2Client.over(socket);
                Answer answer = client.get(1, "/");
                assertThat(answer.text()).contains("X-Forwarded-Proto: https");
                assertThat(answer.field("strict-transport-security")).startsWith("max-age");
                String[] other = Http2Client.request("GET", "/");
                other[5] = "b.test";
                client.headers(3, true, other);
                assertThat(client.await(3).status()).isEqualTo(421);
            }
            try (SSLSocket socket = agreed(pki, gateway, "http/1.1");
                    RawClient client = RawClient.over(socket)) {
                assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                assertThat(client.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
                                .read()
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    private static SSLSocket agreed(Pki pki, TestGateway gateway, String... protocols) throws Exception {
        SSLSocket socket = Pki.unconnected(pki.context(), gateway.address(), "a.test");
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Test
    void withoutPriorKnowledgeAllowedHttp2InTheClearIsRefused() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway("", upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").read().status())
                    .isEqualTo(505);
        }
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(H2C, upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.send("P")
                            .send("ATCH / HTTP/1.1\r\nHost: a.test\r\n\r\n")
                            .read()
                            .text())
                    .startsWith("PATCH / ");
            assertThat(client.get("/again").status()).isEqualTo(200);
        }
    }

    @Test
    void cookiesInPiecesBecomeOneField() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.get(1, "/", "cookie", "a=1", "x", "y", "cookie", "b=2");
            assertThat(answer.text()).contains("Cookie: a=1; b=2\r\n").containsOnlyOnce("ookie");
        }
    }

    @Test
    void aClientThatResetsAStreamCancelsTheCallAndNoOther() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    for (var request = connection.request(); request.isPresent(); request = connection.request()) {
                        TestGateway.pause(500);
                        connection.send(RawUpstream.ok("late"));
                    }
                });
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, true, Http2Client.request("GET", "/left"));
            client.headers(3, true, Http2Client.request("GET", "/stays"));
            TestGateway.await("both requests", () -> upstream.requests().size() == 2);
            client.reset(1, 8);
            assertThat(client.await(3).text()).isEqualTo("late");
            assertThat(gateway.logged(l -> l.contains("/left"))).contains("client.closed", "499");
        }
    }

    @Test
    void aResponseBeforeTheBodyIsWholeEndsTheStreamWithoutAnError() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(H2C + ", limits: { body: 1KiB }", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, Http2Client.request("POST", "/")).data(1, false, new byte[2048]);
            assertThat(client.await(1).status()).isEqualTo(413);
            client.await(Http2Client.RST_STREAM, 0);
            assertThat(client.answer(1).reset()).isZero();
            assertThat(client.get(3, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void headAndBodilessAnswersHaveNoData() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> r.method().equals("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
                        : "HTTP/1.1 204 No Content\r\n\r\n");
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, true, Http2Client.request("HEAD", "/"));
            assertThat(client.await(1).field("content-length")).isEqualTo("10");
            assertThat(client.get(3, "/").status()).isEqualTo(204);
        }
    }

    @Test
    void interimResponsesPass() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(
                        r -> "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RawUpstream.ok("x"));
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.get(1, "/");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("link")).isEqualTo("</a>");
        }
    }

    @Test
    void aTruncatedAnswerResetsTheStream() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                });
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.get(1, "/");
            assertThat(answer.isWhole()).isFalse();
            assertThat(answer.reset()).isEqualTo(2);
        }
    }

    @Test
    void theGatewaysErrorsAreThoseOfGrpcForItsClients() throws IOException {
        String yaml = Yaml.listener(H2C) + Yaml.upstreams(Yaml.upstream("service", "", 1)) + Yaml.ALL;
        try (TestGateway gateway = TestGateway.start(yaml);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, true, Http2Client.request("POST", "/a.B/C", "content-type", "application/grpc+proto"));
            Answer answer = client.await(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("grpc-status")).isEqualTo("14");
            assertThat(answer.field("content-type")).isEqualTo("application/grpc");
            assertThat(gateway.logged(l -> l.contains("/a.B/C"))).contains("upstream.connect_failed");
        }
    }

    private static RawUpstream webSocketService(byte... greeting) throws IOException {
        return RawUpstream.start(connection -> {
            Message request = connection.request().orElseThrow();
            String accept = Accept.of(request.field("Sec-WebSocket-Key").orElseThrow());
            connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n");
            connection.send(greeting);
            connection.awaitEnd();
        });
    }

    static String[] extendedConnect(String... more) {
        String[] fields = Http2Client.request("CONNECT", "/chat", more);
        String[] extended = Arrays.copyOf(fields, fields.length + 2);
        System.arraycopy(fields, 8, extended, 10, fields.length - 8);
        extended[8] = ":protocol";
        extended[9] = "websocket";
        return extended;
    }

    @Test
    void aWebSocketOverHttp2IsAnUpgradeForTheService() throws IOException {
        try (RawUpstream upstream = webSocketService((byte) 0x81, (byte) 2, (byte) 'h', (byte) 'i');
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, extendedConnect("sec-websocket-version", "13"));
            Http2Client.Frame data = client.await(Http2Client.DATA, 0);
            assertThat(client.answer(1).status()).isEqualTo(200);
            assertThat(client.answer(1).field("sec-websocket-accept")).isEmpty();
            assertThat(data.payload()).containsExactly(0x81, 2, 'h', 'i');
            assertThat(upstream.requests().getFirst().startLine()).isEqualTo("GET /chat HTTP/1.1");
            client.headers(3, false, extendedConnect("sec-websocket-version", "8"));
            assertThat(client.await(3).status()).isEqualTo(426);
        }
    }

    @Test
    void aWebSocketOverHttp2IsPolicedAndEndsWithItsStream() throws IOException {
        try (RawUpstream upstream = webSocketService();
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, extendedConnect("sec-websocket-version", "13"));
            client.data(1, false, new byte[] {(byte) 0x81, 1, 'x'}); // not masked
            Http2Client.Frame close = client.await(Http2Client.DATA, 0);
            assertThat(Arrays.copyOf(close.payload(), 4)).containsExactly(0x88, 2, 1002 >> 8, 1002 & 0xFF);
            assertThat(client.await(1).isWhole()).isTrue();
            gateway.logged(l -> l.contains("/chat") && l.contains("websocket."));
            assertThat(client.get(3, "/again").status()).isNotZero();
        }
    }

    /** A browser took the 200 of a service without WebSockets for an open one. */
    @Test
    void anAnswerThatIsNoSwitchNeverOpensAWebSocketOverHttp2() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> r.target().equals("/chat")
                        ? RawUpstream.ok("no")
                        : "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, extendedConnect("sec-websocket-version", "13"));
            assertThat(client.await(1).status()).isEqualTo(502);
            assertThat(client.await(1).text()).isEqualTo("no");
            assertThat(gateway.logged(l -> l.contains("/chat"))).contains("upstream.protocol", ":502");
            String[] refused = extendedConnect("sec-websocket-version", "13");
            refused[7] = "/refused";
            client.headers(3, false, refused);
            assertThat(client.await(3).status()).isEqualTo(403);
        }
    }

    @Test
    void aWebSocketOverHttp2EndsWith1001WhenTheGatewayGoesAway() throws Exception {
        try (RawUpstream upstream = webSocketService();
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, extendedConnect("sec-websocket-version", "13"));
            client.await(Http2Client.HEADERS, 0);
            Thread drain = Thread.ofVirtual().start(() -> gateway.gateway().drain(Duration.ofSeconds(20)));
            Http2Client.Frame close = client.await(Http2Client.DATA, 0);
            assertThat(Arrays.copyOf(close.payload(), 4)).containsExactly(0x88, 2, 1001 >> 8, 1001 & 0xFF);
            drain.join();
        }
    }

    @Test
    void aServiceThatBreaksOffItsAnswersDoesNotCostItsClientTheConnection() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    if (connection.request().isPresent()) {
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    }
                });
                TestGateway gateway = gateway(H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int stream = 1; stream < 2 * 250; stream += 2) { // more resets than the client may cause by itself
                assertThat(client.get(stream, "/").reset()).isEqualTo((int) Http2Error.INTERNAL_ERROR.code());
            }
        }
    }
}
