package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.Http2Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.blackbox.Http2Client.Answer;
import dev.sekisho.blackbox.Http2Client.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client of HTTP/2 may try, and what must happen: an error of the stream or of the connection, and never a request. */
class Http2HostileTest {

    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int ENHANCE_YOUR_CALM = 11;

    private static String[] with(String... more) {
        return request("GET", "/hostile", more);
    }

    private static String[] pseudo(String... fields) {
        return fields;
    }

    static Stream<Arguments> heads() {
        String[] pair = {"x", "y"};
        return Stream.of(
                Arguments.of("no method", pseudo(":scheme", "http", ":authority", "a", ":path", "/"), 400),
                Arguments.of("no scheme", pseudo(":method", "GET", ":authority", "a", ":path", "/"), 400),
                Arguments.of("no path", pseudo(":method", "GET", ":scheme", "http", ":authority", "a"), 400),
                Arguments.of("no host", pseudo(":method", "GET", ":scheme", "http", ":path", "/"), 400),
                Arguments.of(
                        "scheme", pseudo(":method", "GET", ":scheme", "ftp", ":authority", "a", ":path", "/"), 400),
                Arguments.of("path with a space", request("GET", "/a b"), 400),
                Arguments.of("path with a fragment", request("GET", "/a#b"), 400),
                Arguments.of("path without slash", request("GET", "a"), 400),
                Arguments.of("path with CRLF", request("GET", "/ HTTP/1.1\r\nX: y"), 400),
                Arguments.of("empty path", request("GET", ""), 400),
                Arguments.of("method with a space", request("GET /x", "/"), 400),
                Arguments.of("authority with userinfo", authority("u@a.test"), 400),
                Arguments.of("authority with a path", authority("a.test/x"), 400),
                Arguments.of("authority with CRLF", authority("a\r\nX: y"), 400),
                Arguments.of("another host", with("host", "b.test"), 400),
                Arguments.of("CONNECT", pseudo(":method", "CONNECT", ":authority", "a:1"), 405),
                Arguments.of("TRACE", request("TRACE", "/"), 405),
                Arguments.of("expectation", with("expect", "tea"), 417),
                Arguments.of("path above the root", request("GET", "/../../x"), 400),
                Arguments.of("many fields", with(repeat(pair, 101)), 431),
                Arguments.of("long path", request("GET", "/" + "a".repeat(9000)), 414),
                Arguments.of("upper case", with("X-Upper", "1"), 0),
                Arguments.of("connection", with("connection", "close"), 0),
                Arguments.of("keep-alive", with("keep-alive", "1"), 0),
                Arguments.of("transfer-encoding", with("transfer-encoding", "chunked"), 0),
                Arguments.of("upgrade", with("upgrade", "h2c"), 0),
                Arguments.of("proxy-connection", with("proxy-connection", "x"), 0),
                Arguments.of("te", with("te", "gzip"), 0),
                Arguments.of("LF in a value", with("x", "a\nb"), 0),
                Arguments.of("CR in a value", with("x", "a\rb"), 0),
                Arguments.of("NUL in a value", with("x", "a\0b"), 0),
                Arguments.of("LF in a name", with("x\ny", "1"), 0),
                Arguments.of("colon in a name", with("x:y", "1"), 0),
                Arguments.of("empty name", with("", "1"), 0),
                Arguments.of("space before a value", with("x", " 1"), 0),
                Arguments.of("repeated path", with(":path", "/other"), 0),
                Arguments.of("pseudo behind fields", with("x", "1", ":protocol", "x"), 0),
                Arguments.of("unknown pseudo", with(":x", "1"), 0),
                Arguments.of("two hosts", with("host", "a.test", "host", "a.test"), 0),
                Arguments.of("status", with(":status", "200"), 400),
                Arguments.of("two lengths", with("content-length", "0", "content-length", "0"), 400),
                Arguments.of("negative length", with("content-length", "-1"), 400),
                Arguments.of("length without a body", with("content-length", "5"), 400));
    }

    private static String[] authority(String value) {
        String[] fields = request("GET", "/");
        fields[5] = value;
        return fields;
    }

    private static String[] repeat(String[] pair, int times) {
        String[] all = new String[times * 2];
        for (int i = 0; i < all.length; i++) {
            all[i] = pair[i % 2];
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void aHeadThatBreaksARuleIsRefusedAndTheConnectionGoesOn(String name, String[] fields, int status)
            throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Answer answer = client.headers(1, true, fields).await(1);
            if (status == 0) {
                assertThat(answer.reset()).isEqualTo(PROTOCOL_ERROR);
                assertThat(answer.status()).isZero();
            } else {
                assertThat(answer.status()).isEqualTo(status);
            }
            assertThat(upstream.requests()).isEmpty();
            gateway.logged(line -> line.contains("\"reason\":\"") && !line.contains("\"reason\":\"\""));
            assertThat(client.get(3, "/next").status()).isEqualTo(200);
        }
    }

    @Test
    void aHeadThatIsTooLargeIsAnsweredAndLogged() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            byte[] block = Http2Client.block(with("x", "a".repeat(20_000)));
            client.frame(Http2Client.HEADERS, Http2Client.END_STREAM, 1, Arrays.copyOf(block, 16_000));
            client.frame(
                    Http2Client.CONTINUATION,
                    Http2Client.END_HEADERS,
                    1,
                    Arrays.copyOfRange(block, 16_000, block.length));
            assertThat(client.await(1).status()).isEqualTo(431);
            gateway.logged(line -> line.contains("head.too_large"));
            assertThat(client.get(3, "/next").status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsNotAsLongAsSaidResetsTheStream() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(c -> c.awaitEnd());
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, request("POST", "/", "content-length", "3"))
                    .data(1, false, new byte[4]);
            assertThat(client.await(1).reset()).isEqualTo(PROTOCOL_ERROR);
            client.headers(3, false, request("POST", "/", "content-length", "3"))
                    .data(3, true, new byte[2]);
            assertThat(client.await(3).reset()).isEqualTo(PROTOCOL_ERROR);
            gateway.logged(line -> line.contains("http2.content_length"));
        }
    }

    @Test
    void theStreamBeyondTheLimitIsRefusedAndTheOthersGoOn() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    TestGateway.pause(1000);
                    connection.send(RawUpstream.ok("x"));
                });
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int stream = 1; stream <= 201; stream += 2) {
                client.headers(stream, true, request("GET", "/"));
            }
            assertThat(client.await(201).reset()).isEqualTo(REFUSED_STREAM);
            assertThat(client.await(199).status()).isEqualTo(200);
        }
    }

    /** Sends until the gateway closes, and gives the last GOAWAY. */
    private static Frame flood(TestGateway gateway, Flood flood) throws IOException {
        try (Http2Client client = Http2Client.connect(gateway.address())) {
            try {
                flood.send(client);
            } catch (SocketException e) {
                // closed already; what it said last is still to be read
            }
            client.mute();
            Frame last = new Frame(-1, 0, 0, new byte[0]);
            try {
                while (true) {
                    Frame frame = client.read();
                    last = frame.is(Http2Client.GOAWAY) ? frame : last;
                }
            } catch (EOFException | SocketException e) {
                return last;
            }
        }
    }

    private interface Flood {
        void send(Http2Client client) throws IOException;
    }

    static Stream<Arguments> floods() {
        Flood rapidReset = client -> {
            for (int i = 0; i < 1000; i++) {
                client.headers(2 * i + 1, true, request("GET", "/")).reset(2 * i + 1, 8);
            }
        };
        Flood ownFaults = client -> {
            for (int i = 0; i < 1000; i++) {
                client.headers(2 * i + 1, false, request("GET", "/")).grant(2 * i + 1, 0);
            }
        };
        Flood pings = client -> {
            for (int i = 0; i < 5000; i++) {
                client.frame(Http2Client.PING, 0, 0, new byte[8]);
            }
        };
        Flood settings = client -> {
            for (int i = 0; i < 5000; i++) {
                client.frame(Http2Client.SETTINGS, 0, 0, new byte[0]);
            }
        };
        Flood emptyData = client -> {
            client.headers(1, false, request("POST", "/"));
            for (int i = 0; i < 5000; i++) {
                client.data(1, false, new byte[0]);
            }
        };
        Flood continuations = client -> {
            client.frame(Http2Client.HEADERS, 0, 1, Http2Client.block(request("GET", "/")));
            for (int i = 0; i < 5000; i++) {
                client.frame(Http2Client.CONTINUATION, 0, 1, new byte[0]);
            }
        };
        return Stream.of(
                Arguments.of("rapid reset", rapidReset),
                Arguments.of("resets provoked by faults", ownFaults),
                Arguments.of("PING", pings),
                Arguments.of("SETTINGS", settings),
                Arguments.of("empty DATA", emptyData),
                Arguments.of("CONTINUATION", continuations));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aFloodEndsItsConnectionAndHarmsNoOther(String name, Flood flood) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream);
                Http2Client other = Http2Client.connect(gateway.address())) {
            assertThat(other.get(1, "/before").status()).isEqualTo(200);
            Frame last = flood(gateway, flood);
            assertThat(last.is(Http2Client.GOAWAY)).as("GOAWAY").isTrue();
            assertThat(last.error()).isEqualTo(ENHANCE_YOUR_CALM);
            assertThat(other.get(3, "/after").status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatTakesNothingIsLetGo() throws IOException {
        String big = "x".repeat(1 << 20);
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok(big));
                TestGateway gateway =
                        Http2PassingTest.gateway(Http2PassingTest.H2C + ", timeouts: { write: 500ms }", upstream);
                Http2Client client = Http2Client.connect(gateway.address()).starve()) {
            client.headers(1, true, request("GET", "/"));
            Frame reset = client.await(Http2Client.RST_STREAM, 0);
            assertThat(reset.error()).isEqualTo(8);
            gateway.logged(line -> line.contains("client.write_timeout"));
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotAwaitedForever() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(c -> c.awaitEnd());
                TestGateway gateway =
                        Http2PassingTest.gateway(Http2PassingTest.H2C + ", timeouts: { body: 300ms }", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, request("POST", "/")).data(1, false, new byte[10]);
            assertThat(client.await(1).status()).isEqualTo(408);
        }
    }

    @Test
    void anIdleConnectionIsClosedWithGoaway() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        Http2PassingTest.gateway(Http2PassingTest.H2C + ", timeouts: { idle: 300ms }", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/").status()).isEqualTo(200);
            Frame goAway = client.await(Http2Client.GOAWAY, 0);
            assertThat(goAway.error()).isZero();
            assertThat(goAway.lastStream()).isEqualTo(1);
        }
    }

    @Test
    void drainingIsToldInTwoStepsAndServesWhatWasAsked() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    for (var request = connection.request(); request.isPresent(); request = connection.request()) {
                        TestGateway.pause(1500);
                        connection.send(RawUpstream.ok("x"));
                    }
                });
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, true, request("GET", "/one"));
            TestGateway.await("the request", () -> upstream.requests().size() == 1);
            Thread drain = Thread.ofVirtual().start(() -> gateway.gateway().drain(Duration.ofSeconds(20)));
            Frame first = client.await(Http2Client.GOAWAY, 0);
            assertThat(first.lastStream()).isEqualTo(Integer.MAX_VALUE);
            client.headers(3, true, request("GET", "/crossed")); // on its way when the client heard of it
            Frame second = client.await(Http2Client.GOAWAY, 0);
            assertThat(second.lastStream()).isEqualTo(3);
            assertThat(client.await(1).status()).isEqualTo(200);
            assertThat(client.await(3).status()).isEqualTo(200);
            assertThat(ByteBuffer.wrap(second.payload()).getInt(4)).isZero();
            drain.join();
        }
    }

    @Test
    void trailersMustBeFields() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(c -> c.awaitEnd());
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, request("POST", "/")).headers(1, true, ":path", "/other");
            assertThat(client.await(1).reset()).isEqualTo(PROTOCOL_ERROR);
            client.headers(3, false, request("POST", "/")).headers(3, true, "x", "a\r\nb: c");
            assertThat(client.await(3).reset()).isEqualTo(PROTOCOL_ERROR);
        }
    }
}
