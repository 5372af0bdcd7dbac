package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and responses pass as they are, over each transport. */
@ParameterizedClass
@ValueSource(strings = {"auto", "epoll", "nio"})
class PassingTest {

    private static final int LARGE = 5 << 20; // bytes

    @Parameter
    String transport = "auto";

    private TestGateway to(RawUpstream upstream) {
        return TestGateway.start(Yaml.proxy(upstream), transport, 1);
    }

    @Test
    void requestsPassWithTheirFieldsInOrderAndCase() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = to(upstream)) {
            Message answer = gateway.get("/a/b?x=1&y=%20", "x-LOWER: 1", "Accept: */*", "X-Twice: a", "x-twice: b");
            assertThat(answer.status()).isEqualTo(200);
            Message request = upstream.only();
            assertThat(request.startLine()).isEqualTo("GET /a/b?x=1&y=%20 HTTP/1.1");
            assertThat(request.fields())
                    .startsWith("Host: test", "x-LOWER: 1", "Accept: */*", "X-Twice: a", "x-twice: b");
        }
    }

    @Test
    void responsesPassWithTheirFieldsInOrderAndCase() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(
                        r -> "HTTP/1.1 203 Somewhat Different\r\nSet-Cookie: a=1\r\nx-LOWER: 1\r\nSet-Cookie: b=2\r\n"
                                + "Content-Length: 2\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nhi");
                TestGateway gateway = to(upstream)) {
            Message answer = gateway.get("/");
            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 203 Somewhat Different");
            assertThat(answer.fields())
                    .startsWith(
                            "Set-Cookie: a=1",
                            "x-LOWER: 1",
                            "Set-Cookie: b=2",
                            "Content-Length: 2",
                            "Date: Thu, 01 Jan 1970 00:00:00 GMT");
            assertThat(answer.all("Date")).hasSize(1);
            assertThat(answer.text()).isEqualTo("hi");
        }
    }

    @Test
    void bodiesOfKnownLengthPassBothWays() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok(r.text()));
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.post("/", "hello").text()).isEqualTo("hello");
            assertThat(upstream.only().all("Content-Length")).containsExactly("5");
            assertThat(client.post("/", "").text()).isEmpty();
        }
    }

    @Test
    void chunksPassBothWaysWithTrailers() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n" + "5;ext=1\r\n" + r.text() + "\r\n0\r\nX-Sum: 8\r\n\r\n");
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Transfer-Encoding: chunked"))
                    .send("2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nX-Check: ok\r\nAuthorization: no\r\n\r\n");
            Message answer = client.read();
            assertThat(answer.text()).isEqualTo("abchello");
            assertThat(answer.trailers()).containsExactly("X-Sum: 8");
            Message request = upstream.only();
            assertThat(request.text()).isEqualTo("hello");
            assertThat(request.trailers()).containsExactly("X-Check: ok");
            assertThat(request.all("Transfer-Encoding")).containsExactly("chunked");
            assertThat(client.get("/again").status()).isEqualTo(200);
        }
    }

    @Test
    void responsesWithoutBodyKeepTheConnection() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> switch (r.target()) {
                    case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
                    case "/304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\nETag: \"x\"\r\n\r\n";
                    case "/chunked" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                    default -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
                });
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            Message head = client.send(RawClient.request("HEAD", "/")).read("HEAD");
            assertThat(head.all("Content-Length")).containsExactly("10");
            assertThat(client.send(RawClient.request("HEAD", "/chunked"))
                            .read("HEAD")
                            .status())
                    .isEqualTo(200);
            Message empty = client.get("/204");
            assertThat(empty.status()).isEqualTo(204);
            assertThat(empty.has("Content-Length") || empty.has("Transfer-Encoding"))
                    .isFalse();
            Message unchanged = client.get("/304");
            assertThat(unchanged.all("Content-Length")).containsExactly("77");
            assertThat(unchanged.all("ETag")).containsExactly("\"x\"");
            assertThat(client.get("/204").status()).isEqualTo(204);
            assertThat(upstream.accepted()).isEqualTo(1);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok(r.target()));
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                String body = "body" + i;
                all.append(
                        i % 2 == 0
                                ? RawClient.request("GET", "/" + i)
                                : RawClient.request("POST", "/" + i, "Content-Length: " + body.length()) + body);
            }
            client.send(all.toString());
            for (int i = 0; i < 10; i++) {
                assertThat(client.read().text()).isEqualTo("/" + i);
            }
            assertThat(upstream.accepted()).isEqualTo(1);
        }
    }

    @Test
    void upstreamConnectionsAreUsedAgain() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = to(upstream)) {
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.get("/" + i).status()).isEqualTo(200);
            }
            assertThat(upstream.accepted()).isEqualTo(1);
        }
    }

    @Test
    void http10ClientsGetWhatTheyCanRead() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(
                        r -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                RawUpstream counted = RawUpstream.answering(r -> RawUpstream.ok("abc"));
                TestGateway gateway = to(upstream);
                TestGateway other = to(counted);
                RawClient closing = gateway.connect();
                RawClient keeping = other.connect()) {
            Message answer = closing.send("GET / HTTP/1.0\r\n\r\n").read();
            assertThat(answer.has("Transfer-Encoding")).isFalse();
            assertThat(answer.text()).isEqualTo("abc");
            assertThat(closing.readByte()).isEqualTo(-1);
            for (int i = 0; i < 2; i++) {
                Message kept = keeping.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .read();
                assertThat(kept.all("Connection")).containsExactly("keep-alive");
                assertThat(kept.text()).isEqualTo("abc");
            }
            assertThat(counted.requests().getFirst().startLine()).isEqualTo("GET / HTTP/1.1");
        }
    }

    @Test
    void closeIsHonouredAndSaid() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            Message answer = client.get("/", "Connection: close");
            assertThat(answer.all("Connection")).containsExactly("close");
            assertThat(client.readByte()).isEqualTo(-1);
            assertThat(upstream.only().has("Connection")).isFalse();
        }
    }

    @Test
    void responsesUntilCloseBecomeChunks() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                });
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            Message answer = client.get("/");
            assertThat(answer.all("Transfer-Encoding")).containsExactly("chunked");
            assertThat(answer.text()).isEqualTo("until the end");
            assertThat(client.get("/").text()).isEqualTo("until the end");
        }
    }

    @Test
    void largeBodiesPassUnharmed() throws IOException {
        byte[] large = new byte[LARGE];
        new Random(1).nextBytes(large);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    Message request = connection.request().orElseThrow();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n");
                    connection.send(request.body());
                });
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: " + LARGE))
                    .send(large);
            assertThat(Arrays.equals(client.read().body(), large)).isTrue();
            client.send(RawClient.request("POST", "/", "Transfer-Encoding: chunked"));
            for (int at = 0; at < LARGE; at += 100_000) {
                byte[] piece = Arrays.copyOfRange(large, at, Math.min(LARGE, at + 100_000));
                client.send(Integer.toHexString(piece.length) + "\r\n")
                        .send(piece)
                        .send("\r\n");
            }
            client.send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(Arrays.equals(client.read().body(), large)).isTrue();
        }
    }
}
