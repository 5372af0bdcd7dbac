package dev.sekisho.dataplane.upstream.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.RequestParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What HTTP/1.1 heads become in HTTP/2. */
class RequestFieldsTest {

    private static final byte[] TARGET = Ascii.bytes("10.0.0.1:80");

    private static RequestHead head(String... lines) {
        RequestParser parser = new RequestParser(new HeadLimits(16 << 10, 100, 8 << 10));
        RequestHead head = new RequestHead();
        head.clear();
        parser.next();
        ByteBuf in = Unpooled.copiedBuffer(
                String.join("\r\n", lines) + "\r\n\r\n", java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(parser.parse(head, in)).isTrue();
        assertThat(parser.refused()).isEqualTo(Reason.NONE);
        in.release();
        return head;
    }

    private static List<String> text(Http2Headers fields) {
        List<String> all = new ArrayList<>();
        fields.forEach(field -> all.add(field.getKey() + "=" + field.getValue()));
        return all;
    }

    private static List<String> of(String... lines) {
        return text(RequestFields.of(head(lines), TARGET, false));
    }

    @Test
    void pseudoFieldsComeFirstAndTheOthersKeepTheirOrder() {
        assertThat(of("GET /a?b=c HTTP/1.1", "X-One: 1", "Host: a.test:81", "x-TWO: Two", "X-One: 3"))
                .containsExactly(
                        ":method=GET",
                        ":path=/a?b=c",
                        ":scheme=http",
                        ":authority=a.test:81",
                        "x-one=1",
                        "x-two=Two",
                        "x-one=3");
        assertThat(text(RequestFields.of(head("GET / HTTP/1.1", "Host: a"), TARGET, true)))
                .contains(":scheme=https");
    }

    @Test
    void pathAndQueryAreThoseThatGoOn() {
        assertThat(of("GET /a/../b?q HTTP/1.1", "Host: a")).contains(":path=/b?q");
        assertThat(of("GET /a/./b HTTP/1.1", "Host: a")).contains(":path=/a/b");
        assertThat(of("GET /a/./b? HTTP/1.1", "Host: a")).contains(":path=/a/b?");
        assertThat(of("GET http://a/x?y HTTP/1.1", "Host: a")).contains(":path=/x?y", ":authority=a");
        assertThat(of("GET http://a HTTP/1.1", "Host: a")).contains(":path=/");
    }

    @Test
    void theHostMayBeAnotherOneOrThatOfTheTarget() {
        RequestHead head = head("GET / HTTP/1.1", "Host: a");
        head.headers().set(HeaderName.HOST, "b.test");
        assertThat(text(RequestFields.of(head, TARGET, false)))
                .containsExactly(":method=GET", ":path=/", ":scheme=http", ":authority=b.test");
        head.headers().remove(HeaderName.HOST);
        assertThat(text(RequestFields.of(head, TARGET, false))).contains(":authority=10.0.0.1:80");
    }

    @Test
    void whatBelongsToTheConnectionStaysOnIt() {
        assertThat(of(
                        "POST / HTTP/1.1",
                        "Host: a",
                        "Connection: keep-alive, x-hop",
                        "Keep-Alive: 5",
                        "Proxy-Connection: keep-alive",
                        "Transfer-Encoding: chunked",
                        "X-Hop: 1",
                        "TE: deflate",
                        "X-Stays: 1"))
                .containsExactly(":method=POST", ":path=/", ":scheme=http", ":authority=a", "x-stays=1");
        RequestHead head = head("GET / HTTP/1.1", "Host: a");
        head.headers().add(HeaderName.CONNECTION, "close"); // as a policy might
        head.headers().add(HeaderName.UPGRADE, "websocket");
        assertThat(text(RequestFields.of(head, TARGET, false))).hasSize(4);
    }

    @Test
    void aHandshakeOfWebSocketIsAnExtendedConnect() {
        RequestHead head = head(
                "GET /chat?a HTTP/1.1",
                "Host: a",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Content-Length: 0",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "X-Stays: 1");
        head.webSocket(true);
        assertThat(text(RequestFields.of(head, TARGET, true)))
                .containsExactly(
                        ":method=CONNECT",
                        ":path=/chat?a",
                        ":scheme=https",
                        ":authority=a",
                        ":protocol=websocket",
                        "sec-websocket-version=13",
                        "x-stays=1");
    }

    @Test
    void trailersAreAskedForWhereTheClientDoesOrSpeaksGrpc() {
        assertThat(of("GET / HTTP/1.1", "Host: a", "TE: gzip;q=1, trailers")).endsWith("te=trailers");
        assertThat(of("POST / HTTP/1.1", "Host: a", "Content-Type: application/grpc+proto", "Content-Length: 5"))
                .containsExactly(
                        ":method=POST",
                        ":path=/",
                        ":scheme=http",
                        ":authority=a",
                        "content-type=application/grpc+proto",
                        "content-length=5",
                        "te=trailers");
        assertThat(of("POST / HTTP/1.1", "Host: a", "Content-Type: application/gr"))
                .hasSize(5);
    }

    @Test
    void fieldsOutliveTheHeadThatTheyCameFrom() {
        RequestHead head = head("GET /path HTTP/1.1", "Host: a.test", "X-Unknown-Name: value");
        Http2Headers fields = RequestFields.of(head, TARGET, false);
        java.util.Arrays.fill(head.headers().bytes(), (byte) '!');
        assertThat(text(fields))
                .containsExactly(
                        ":method=GET", ":path=/path", ":scheme=http", ":authority=a.test", "x-unknown-name=value");
    }

    @Test
    void trailerLinesBecomeFields() {
        ByteBuf lines = Unpooled.copiedBuffer(
                "X-Sum: 42\r\nempty:\r\nthird:  a b \r\n", java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(text(RequestFields.trailers(lines))).containsExactly("x-sum=42", "empty=", "third=a b");
        lines.release();
        assertThat(text(RequestFields.trailers(Unpooled.EMPTY_BUFFER))).isEmpty();
    }
}
