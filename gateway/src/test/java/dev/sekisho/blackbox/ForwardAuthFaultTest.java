package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.ForwardAuthPolicyTest.PLAIN;
import static dev.sekisho.blackbox.ForwardAuthPolicyTest.answer;
import static dev.sekisho.blackbox.ForwardAuthPolicyTest.gateway;
import static dev.sekisho.blackbox.ForwardAuthPolicyTest.with;
import static dev.sekisho.blackbox.ForwardAuthPolicyTest.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An authoriser that fails, and clients that do not wait for it: nothing passes that it has not let pass. */
@Timeout(60)
class ForwardAuthFaultTest {

    private static void unavailable(Message answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).startsWith("{\"error\":\"service_unavailable\"");
    }

    @Test
    void nobodyPassesWhereTheAuthoriserIsDown() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream service = RawUpstream.echo()) {
            String down = Yaml.upstream("authoriser", "", port);
            try (TestGateway gateway = TestGateway.start(yaml(service, "", down, PLAIN))) {
                unavailable(gateway.get("/"));
                Message grpc = gateway.get("/", "Content-Type: application/grpc");
                assertThat(grpc.status()).as("as gRPC has it").isEqualTo(200);
                assertThat(grpc.field("grpc-status")).contains("14");
                assertThat(service.requests()).isEmpty();
                assertThat(gateway.logged(line -> line.contains("\"status\":503")))
                        .contains("auth.unavailable");
                try (RawUpstream authoriser =
                        RawUpstream.startAt(port, RawUpstream.answers(request -> answer("200 OK", "")))) {
                    TestGateway.await("a pass", () -> status(gateway) == 200);
                    assertThat(authoriser.requests()).isNotEmpty();
                }
            }
            try (TestGateway gateway = TestGateway.start(yaml(service, "", down, with("statusOnError: 403")))) {
                Message answer = gateway.get("/");
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text()).startsWith("{\"error\":\"forbidden\"");
            }
            assertThat(service.requests()).hasSize(1);
        }
    }

    private static int status(TestGateway gateway) {
        try {
            return gateway.get("/").status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What is not a whole answer is none, whatever its beginning said. */
    @Test
    void nobodyPassesByHalfAnAnswer() throws IOException {
        List<String> halves = List.of(
                "",
                "HTTP/1.1 20",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
                "HTTP/1.1 403 No\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nX-Auth: a\u0000b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Auth: a\r\n b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(1 << 20) + "\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + "X-Auth: a\r\n".repeat(5_000) + "Content-Length: 0\r\n\r\n");
        for (String half : halves) {
            try (RawUpstream service = RawUpstream.echo();
                    RawUpstream authoriser = RawUpstream.start(connection -> {
                        connection.request();
                        connection.send(half);
                    });
                    TestGateway gateway = gateway(service, authoriser, with("responseHeaders: [ X-Auth ]"))) {
                Message answer = gateway.get("/");
                assertThat(answer.status())
                        .as(half.substring(0, Math.min(60, half.length())))
                        .isEqualTo(503);
                assertThat(service.requests()).isEmpty();
            }
        }
    }

    @Test
    void aSlowAnswerIsNotWaitedForBeyondTheTimeout() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                    for (int i = 0; i < 100 && done.getCount() > 0; i++) { // each piece in time, all of it never
                        TestGateway.pause(100);
                        connection.send("x");
                    }
                });
                TestGateway gateway = gateway(service, authoriser, with("timeout: 400ms"))) {
            long start = System.nanoTime();
            unavailable(gateway.get("/"));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            done.countDown();
            assertThat(millis).isBetween(300L, 3_000L);
            assertThat(service.requests()).isEmpty();
        }
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.start(connection -> {
                    connection.request();
                    connection.awaitEnd();
                });
                TestGateway gateway = TestGateway.start(yaml(
                        service, "", Yaml.upstream("authoriser", "timeouts: { read: 200ms }", authoriser), PLAIN))) {
            unavailable(gateway.get("/"));
        }
    }

    /** A body that nobody wants holds up no answer, however long it is, and is not kept. */
    @Test
    void anEndlessBodyIsCutShort() throws IOException {
        for (int status : List.of(200, 401)) {
            CountDownLatch ended = new CountDownLatch(1);
            try (RawUpstream service = RawUpstream.echo();
                    RawUpstream authoriser = RawUpstream.start(connection -> {
                        connection.request();
                        connection.send("HTTP/1.1 " + status + " X\r\nContent-Type: text/x\r\nX-Own: 1\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n");
                        try {
                            while (true) {
                                connection.send("1000\r\n" + "x".repeat(0x1000) + "\r\n");
                            }
                        } finally {
                            ended.countDown();
                        }
                    });
                    TestGateway gateway = gateway(service, authoriser, with("maxBody: 10KiB"))) {
                Message answer = gateway.get("/");
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.has("X-Own")).isEqualTo(status == 401);
                if (status == 401) {
                    assertThat(answer.body()).isEmpty();
                    assertThat(answer.has("Content-Type")).isFalse();
                }
                TestGateway.await("the end of the connection", () -> ended.getCount() == 0);
            }
        }
    }

    @Test
    void theLongestBodyPassesAndOneByteMoreDoesNot() throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(request -> answer(
                        "403 No",
                        "x".repeat(Integer.parseInt(request.field("X-Size").orElseThrow()))));
                TestGateway gateway = gateway(service, authoriser, with("maxBody: 40KiB"))) {
            assertThat(gateway.get("/", "X-Size: 40960").body()).hasSize(40960);
            Message more = gateway.get("/", "X-Size: 40961");
            assertThat(more.status()).isEqualTo(403);
            assertThat(more.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aClientThatLeavesTakesItsQuestionBack(String method) throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.start(connection -> {
                    connection.request();
                    connection.awaitEnd();
                    ended.countDown();
                });
                TestGateway gateway = gateway(service, authoriser, PLAIN)) {
            try (RawClient client = gateway.connect()) {
                String body = method.equals("GET") ? "" : "x".repeat(100_000);
                client.send(RawClient.request(method, "/", "Content-Length: " + body.length()) + body);
                TestGateway.await("the question", () -> authoriser.requests().size() == 1);
            }
            TestGateway.await("the end of the connection", () -> ended.getCount() == 0);
            assertThat(gateway.logged(line -> line.contains("client.closed"))).contains("\"status\":499");
            assertThat(service.requests()).isEmpty();
        }
    }

    /** More questions than connections wait for one, and what waits too long is refused. */
    @Test
    void aFullPoolRefusesWhatWaitsTooLong() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        String small = "pool: { size: 1, queueTimeout: 100ms }";
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(request -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return answer("200 OK", "");
                });
                TestGateway gateway =
                        TestGateway.start(yaml(service, "", Yaml.upstream("authoriser", small, authoriser), PLAIN))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(gateway.connect().send(RawClient.request("GET", "/" + i)));
            }
            for (RawClient later : clients.subList(1, 5)) {
                unavailable(later.read());
            }
            go.countDown();
            assertThat(clients.getFirst().read().status()).isEqualTo(200);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void anOpenBreakerRefusesWithoutAsking() throws IOException {
        String breaker = "breaker: { consecutiveFailures: 2, open: 1m }";
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(request -> answer("500 Oops", ""));
                TestGateway gateway =
                        TestGateway.start(yaml(service, "", Yaml.upstream("authoriser", breaker, authoriser), PLAIN))) {
            for (int i = 0; i < 6; i++) {
                unavailable(gateway.get("/"));
            }
            assertThat(authoriser.requests()).hasSizeLessThan(6);
        }
    }
}
