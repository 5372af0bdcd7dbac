package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.Http2Wire.data;
import static dev.sekisho.blackbox.Http2Wire.field;
import static dev.sekisho.blackbox.Http2Wire.frame;
import static dev.sekisho.blackbox.Http2Wire.goAway;
import static dev.sekisho.blackbox.Http2Wire.headers;
import static dev.sekisho.blackbox.Http2Wire.join;
import static dev.sekisho.blackbox.Http2Wire.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Services that break the rules of HTTP/2: their answers never pass, and one bad answer harms no other request. */
@Timeout(120)
class Http2HostileServiceTest {

    /** What a service sends in answer to the request on a stream. */
    private interface Answer {
        byte[] to(int stream);
    }

    private static Arguments of(String name, Answer answer) {
        return Arguments.of(name, answer);
    }

    private static Arguments head(String name, byte[]... fields) {
        return of(name, stream -> headers(stream, true, fields));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                head("no status", field("x", "y")),
                head("nothing at all"),
                head("two statuses", status(200), status(200)),
                head("a short status", field(":status", "20")),
                head("a long status", field(":status", "2000")),
                head("a status of letters", field(":status", "abc")),
                head("a status out of range", status(600)),
                head("a pseudo-field behind others", field("x", "y"), status(200)),
                head("a pseudo-field of requests", status(200), field(":path", "/")),
                head("an unknown pseudo-field", status(200), field(":secret", "1")),
                head("upper case", status(200), field("X-Y", "z")),
                head("an empty name", status(200), field("", "z")),
                head("a space in a name", status(200), field("x y", "z")),
                head("a colon in a name", status(200), field("x:y", "z")),
                head("CR in a value", status(200), field("x", "a\rb")),
                head("LF in a value", status(200), field("x", "a\nset-cookie: b")),
                head("NUL in a value", status(200), field("x", "a\0b")),
                head("space in front of a value", status(200), field("x", " a")),
                head("space behind a value", status(200), field("x", "a ")),
                head("connection", status(200), field("connection", "close")),
                head("keep-alive", status(200), field("keep-alive", "timeout=5")),
                head("transfer-encoding", status(200), field("transfer-encoding", "chunked")),
                head("upgrade", status(200), field("upgrade", "websocket")),
                head("two lengths", status(200), field("content-length", "1"), field("content-length", "2")),
                head("a signed length", status(200), field("content-length", "+0")),
                head("a length without a body", status(200), field("content-length", "5")),
                head("a switch of protocols", status(101)),
                head("an interim response that ends all", status(103)),
                head("too many fields", many(300)),
                of("data before the head", stream -> data(stream, true, "abc")),
                of(
                        "too short a body",
                        stream -> join(
                                headers(stream, false, status(200), field("content-length", "5")),
                                data(stream, true, "abc"))),
                of(
                        "too long a body",
                        stream -> join(
                                headers(stream, false, status(200), field("content-length", "2")),
                                data(stream, true, "abc"))),
                of(
                        "a body where none may be",
                        stream -> join(headers(stream, false, status(204)), data(stream, true, "abc"))),
                of(
                        "trailers with a pseudo-field",
                        stream -> join(
                                headers(stream, false, status(200)),
                                headers(stream, true, status(200), field("x", "y")))),
                of(
                        "trailers with upper case",
                        stream -> join(headers(stream, false, status(200)), headers(stream, true, field("X-Y", "z")))),
                of(
                        "trailers with a line end",
                        stream ->
                                join(headers(stream, false, status(200)), headers(stream, true, field("x", "a\r\nb")))),
                of(
                        "interim responses without end",
                        stream -> join(Stream.generate(() -> headers(stream, false, status(103)))
                                .limit(40)
                                .toArray(byte[][]::new))));
    }

    private static byte[][] many(int count) {
        byte[][] fields = new byte[count][];
        Arrays.setAll(fields, i -> i == 0 ? status(200) : field("x" + i, "y"));
        return fields;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String name, Answer answer) throws IOException {
        try (RawUpstream service = RawUpstream.start(connection -> {
                    Http2Wire wire = new Http2Wire(connection);
                    wire.greet();
                    wire.send(answer.to(wire.head()));
                    while (true) {
                        wire.send(headers(wire.head(), true, status(204)));
                    }
                });
                TestGateway gateway = Http2UpstreamTest.gateway("", service.port());
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: 0"));
            Message got = client.read();
            while (got.status() == 103) {
                got = client.read();
            }
            assertThat(got.status()).as(got.head()).isEqualTo(502);
            String id = got.field("X-Request-ID").orElseThrow();
            assertThat(gateway.logged(line -> line.contains(id))).contains("upstream.invalid");
            assertThat(gateway.get("/good").status()).isEqualTo(204);
            assertThat(service.accepted()).as("the connection serves on").isEqualTo(1);
        }
    }

    @Test
    void aBodyThatIsTooLongIsCutForTheClient() throws IOException {
        try (RawUpstream service = RawUpstream.start(connection -> {
                    Http2Wire wire = new Http2Wire(connection);
                    wire.greet();
                    int stream = wire.head();
                    wire.send(
                            headers(stream, false, status(200), field("content-length", "10")),
                            data(stream, false, "01234"));
                    TestGateway.pause(200);
                    wire.send(data(stream, false, "567890"));
                    connection.awaitEnd();
                });
                TestGateway gateway = Http2UpstreamTest.gateway("", service.port());
                RawClient client = gateway.connect()) {
            Message answer = client.get("/");
            assertThat(answer.whole()).isFalse();
            assertThat(answer.text()).isEqualTo("01234");
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                of("a stream that nobody opened", _ -> headers(1_001, true, status(200))),
                of("a pushed response", stream -> frame(5, 4, stream, join(new byte[] {0, 0, 0, 2}, status(200)))),
                of("a frame that is too large", stream -> frame(0, 0, stream, new byte[20_000])),
                of(
                        "compression that means nothing",
                        stream -> frame(1, 5, stream, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF)),
                of("SETTINGS of a wrong size", _ -> frame(4, 0, 0, (byte) 1)),
                of("a window beyond its bounds", _ -> Http2Wire.windowUpdate(0, Integer.MAX_VALUE)),
                of("GOAWAY that grows", _ -> join(goAway(0, 0), goAway(99, 0))),
                of(
                        "HTTP/1.1",
                        _ -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /** The connection is of no use any more; the next request, and the repeat of this one, have another. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aBrokenConnectionIsReplaced(String name, Answer answer) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (RawUpstream service = RawUpstream.start(connection -> {
                    Http2Wire wire = new Http2Wire(connection);
                    wire.greet();
                    boolean first = connections.getAndIncrement() == 0;
                    if (first) {
                        wire.send(answer.to(wire.head()));
                        connection.awaitEnd();
                    }
                    while (true) {
                        wire.send(headers(wire.head(), true, status(204)));
                    }
                });
                TestGateway gateway = Http2UpstreamTest.gateway("", service.port())) {
            assertThat(gateway.get("/").status()).isEqualTo(204);
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aFloodOfPingsEndsTheConnectionAndNotTheGateway() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        byte[][] pings = new byte[1_000][];
        Arrays.fill(pings, frame(6, 0, 0, new byte[8]));
        byte[] flood = join(pings);
        try (RawUpstream service = RawUpstream.start(connection -> {
                    Http2Wire wire = new Http2Wire(connection);
                    wire.greet();
                    if (connections.getAndIncrement() == 0) {
                        wire.head();
                        while (true) {
                            wire.send(flood); // and reads none of the answers
                        }
                    }
                    while (true) {
                        wire.send(headers(wire.head(), true, status(204)));
                    }
                });
                TestGateway gateway = Http2UpstreamTest.gateway("", service.port())) {
            assertThat(gateway.get("/").status()).isEqualTo(204);
            assertThat(service.accepted()).isEqualTo(2);
        }
    }
}
