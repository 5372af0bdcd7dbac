package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that fail: the client gets the right error at the right time, or sees that its response was cut. */
class UpstreamFaultTest {

    /** What the gateway may take beyond a limit. */
    private static final long TOLERANCE_MILLIS = 100;

    /** The gateway's clock starts when it reads the last bytes, the client's once it has read them. */
    private static final long SLACK_NANOS = 20_000_000;

    /** A busy machine may disturb one try; what is late three times is late by itself. */
    private static final int TRIES = 3;

    private final List<Socket> held = new ArrayList<>(); // of dead ports

    private static TestGateway with(String more, int... ports) {
        return TestGateway.start(Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", more, ports)) + Yaml.ALL);
    }

    private static void assertFails(TestGateway gateway, int status, String reason) throws IOException {
        assertFails(gateway.get("/"), gateway, status, reason);
    }

    private static void assertFails(Message answer, TestGateway gateway, int status, String reason) {
        assertThat(answer.status()).isEqualTo(status);
        String id = answer.field("X-Request-ID").orElseThrow();
        assertThat(gateway.logged(line -> line.contains(id))).contains("\"reason\":\"" + reason + "\"");
    }

    private static void assertFailsAt(long limitMillis, TestGateway gateway, int status, String reason)
            throws IOException {
        assertTakes(limitMillis, () -> {
            long start = System.nanoTime();
            Message answer = gateway.get("/");
            long took = System.nanoTime() - start;
            assertFails(answer, gateway, status, reason);
            return took;
        });
    }

    /** One try; gives how long the gateway took, nanoseconds. */
    private interface Try {
        long run() throws IOException;
    }

    private static void assertTakes(long limitMillis, Try attempt) throws IOException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best > limitMillis + TOLERANCE_MILLIS; i++) {
            long took = Duration.ofNanos(attempt.run()).toMillis();
            assertThat(took).isGreaterThanOrEqualTo(limitMillis);
            best = Math.min(best, took);
        }
        assertThat(best).isLessThanOrEqualTo(limitMillis + TOLERANCE_MILLIS);
    }

    /** A port that refuses connections, and that nobody else, such as the gateway, is given meanwhile. */
    private int deadPort() throws IOException {
        Socket socket = new Socket(); // bound, and never listens
        held.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket.getLocalPort();
    }

    @AfterEach
    void letGo() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void idempotentRequestIsRepeatedOnceAfterAReset() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(new RawUpstream.Script() {
                    private int seen;

                    @Override
                    public synchronized void serve(RawUpstream.Connection connection) throws IOException {
                        connection.request();
                        if (seen++ == 0) {
                            connection.reset();
                        } else {
                            connection.send(RawUpstream.ok("second"));
                        }
                    }
                });
                TestGateway gateway = TestGateway.to(upstream)) {
            assertThat(gateway.get("/").text()).isEqualTo("second");
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void idempotentRequestIsRepeatedOnlyOnce() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.reset();
                });
                TestGateway gateway = TestGateway.to(upstream)) {
            assertFails(gateway, 502, "upstream.reset");
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void postIsNeverRepeated() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.reset();
                });
                TestGateway gateway = TestGateway.to(upstream);
                RawClient client = gateway.connect()) {
            assertFails(client.post("/", "money"), gateway, 502, "upstream.reset");
            assertFails(client.post("/", ""), gateway, 502, "upstream.reset");
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\nonly this",
                "Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n",
                "Transfer-Encoding: chunked\r\n\r\n40\r\nonly this",
                "Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n0\r\nX-Trailer: cu"
            })
    void responseCutInTheBodyIsCutForTheClientToo(String rest) throws IOException {
        for (boolean reset : new boolean[] {false, true}) {
            try (RawUpstream upstream = RawUpstream.start(connection -> {
                        connection.request();
                        connection.send("HTTP/1.1 200 OK\r\n" + rest);
                        TestGateway.pause(50);
                        if (reset) {
                            connection.reset();
                        }
                    });
                    TestGateway gateway = TestGateway.to(upstream)) {
                Message answer = gateway.get("/");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("only this");
                assertThat(answer.whole()).isFalse();
                gateway.logged(line -> line.contains("\"reason\":\"upstream.truncated\""));
            }
        }
    }

    @Test
    void resetInABodyUntilCloseIsSeen() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\n\r\nonly this");
                    TestGateway.pause(50);
                    connection.reset();
                });
                TestGateway gateway = TestGateway.to(upstream)) {
            assertThat(gateway.get("/").whole()).isFalse();
        }
    }

    @Test
    void malformedChunkInTheMiddleCutsTheResponse() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
                    TestGateway.pause(50);
                    connection.send("nonsense\r\n0\r\n\r\n");
                    connection.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(upstream)) {
            Message answer = gateway.get("/");
            assertThat(answer.text()).isEqualTo("ab");
            assertThat(answer.whole()).isFalse();
        }
    }

    @Test
    void refusedConnectionIs502AtOnce() throws IOException {
        try (TestGateway gateway = with("", deadPort())) {
            assertFailsAt(0, gateway, 502, "upstream.connect_failed");
        }
    }

    @Test
    void manyDeadTargetsAreEachAskedOnce() throws IOException {
        int[] dead = new int[70]; // more than there are bits in a long
        for (int i = 0; i < dead.length; i++) {
            dead[i] = deadPort();
        }
        try (TestGateway gateway = with("", dead)) {
            assertFailsAt(0, gateway, 502, "upstream.connect_failed");
        }
    }

    @Test
    void deadTargetFailsNobodyWhileAnotherLives() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("", deadPort(), upstream.port());
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
                assertThat(client.post("/", "body").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void connectionThatNobodyAcceptsIs504AtTheLimit() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(silent, waiting);
            try (TestGateway gateway = with("timeouts: { connect: 300ms }", silent.getLocalPort())) {
                assertFailsAt(300, gateway, 504, "upstream.connect_timeout");
            }
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Fills the queue of a listening socket until the kernel answers no more. */
    private static void fill(ServerSocket silent, List<Socket> waiting) throws IOException {
        while (waiting.size() < 64) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()), 200);
                waiting.add(socket);
            } catch (SocketTimeoutException e) {
                socket.close();
                return;
            }
        }
    }

    @Test
    void slowHeadIs504AtTheLimit() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(RawUpstream.Connection::awaitEnd);
                TestGateway gateway = with("timeouts: { read: 300ms }", upstream.port())) {
            assertFailsAt(300, gateway, 504, "upstream.read_timeout");
            TestGateway.await("the call to be given up", () -> upstream.open() == 0);
        }
    }

    @Test
    void slowBodyIsCut() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    connection.awaitEnd();
                });
                TestGateway gateway = with("timeouts: { read: 300ms }", upstream.port())) {
            assertTakes(300, () -> {
                try (RawClient client = gateway.connect()) {
                    client.send(RawClient.request("GET", "/")).head();
                    client.take(3);
                    long start = System.nanoTime();
                    assertThat(client.readByte()).isNegative();
                    return System.nanoTime() - start + SLACK_NANOS;
                }
            });
            gateway.logged(line -> line.contains("\"reason\":\"upstream.read_timeout\""));
        }
    }

    @Test
    void uploadThatIsReadButNotAnsweredIs504() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    TestGateway.pause(200); // so that the gateway has to wait for room
                    connection.awaitEnd();
                });
                TestGateway gateway = with("timeouts: { read: 500ms, write: 2s }", upstream.port());
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: " + (8 << 20)))
                    .send(new byte[8 << 20]);
            assertFails(client.read(), gateway, 504, "upstream.read_timeout");
        }
    }

    @Test
    void uploadThatNobodyTakesIs504() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> TestGateway.pause(3_000));
                TestGateway gateway = with("timeouts: { write: 300ms }", upstream.port());
                RawClient client = gateway.connect()) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.send(RawClient.request("POST", "/", "Content-Length: " + (32 << 20)))
                            .send(new byte[32 << 20]);
                } catch (IOException e) {
                    // the gateway may close once it has answered
                }
            });
            assertFails(client.read(), gateway, 504, "upstream.write_timeout");
        }
    }

    @Test
    void fullPoolMakesRequestsWaitThenFail() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> {
                    TestGateway.pause(r.target().equals("/long") ? 1_500 : 200);
                    return RawUpstream.ok("");
                });
                TestGateway gateway = with("pool: { size: 1, queueTimeout: 600ms }", upstream.port());
                RawClient first = gateway.connect();
                RawClient second = gateway.connect()) {
            first.send(RawClient.request("GET", "/short"));
            TestGateway.await("the first request", () -> upstream.requests().size() == 1);
            second.send(RawClient.request("GET", "/short"));
            assertThat(second.read().status()).isEqualTo(200);
            assertThat(first.read().status()).isEqualTo(200);
            first.send(RawClient.request("GET", "/long"));
            TestGateway.await("the long request", () -> upstream.requests().size() == 3);
            assertFails(second.get("/short"), gateway, 503, "upstream.pool_full");
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(upstream.accepted()).isEqualTo(1);
        }
    }

    @Test
    void waitingRequestTakesThePlaceOfAConnectionThatClosed() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> {
                    TestGateway.pause(200);
                    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
                });
                TestGateway gateway = with("pool: { size: 1, queueTimeout: 3s }", upstream.port());
                RawClient first = gateway.connect();
                RawClient second = gateway.connect()) {
            first.send(RawClient.request("GET", "/"));
            second.send(RawClient.request("GET", "/"));
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(second.read().status()).isEqualTo(200);
        }
    }

    @Test
    void clientThatLeavesTheQueueTakesNobodysPlace() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> {
                    TestGateway.pause(400);
                    return RawUpstream.ok("");
                });
                TestGateway gateway = with("pool: { size: 1, queueTimeout: 5s }", upstream.port());
                RawClient first = gateway.connect();
                RawClient leaving = gateway.connect();
                RawClient third = gateway.connect()) {
            first.send(RawClient.request("GET", "/first"));
            TestGateway.await("the first request", () -> upstream.requests().size() == 1);
            leaving.send(RawClient.request("GET", "/leaving"));
            TestGateway.pause(50);
            third.send(RawClient.request("GET", "/third"));
            leaving.close();
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(third.read().status()).isEqualTo(200);
            assertThat(upstream.requests()).extracting(Message::target).containsExactly("/first", "/third");
        }
    }

    @Test
    void answerBeforeTheEndOfTheUploadReachesTheClient() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    connection.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: " + (8 << 20)) + "the beginning");
            Message answer = client.read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("no");
            assertThat(client.isClosedWithin(Duration.ofSeconds(4))).isTrue();
            TestGateway.await("the half-sent request to be given up", () -> upstream.open() == 0);
        }
    }

    @Test
    void unaskedBytesEndAPooledConnection() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    while (connection.request().isPresent()) {
                        connection.send(RawUpstream.ok("mine"));
                        TestGateway.pause(100);
                        connection.send(RawUpstream.ok("poison"));
                    }
                });
                TestGateway gateway = TestGateway.to(upstream)) {
            assertThat(gateway.get("/").text()).isEqualTo("mine");
            TestGateway.await("the connection to be discarded", () -> upstream.open() == 0);
            assertThat(gateway.get("/").text()).isEqualTo("mine");
            assertThat(upstream.accepted()).isEqualTo(2);
        }
    }

    @Test
    void idleConnectionsCloseAtTheirLimit() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("pool: { idle: 200ms }", upstream.port())) {
            gateway.get("/");
            assertThat(upstream.open()).isEqualTo(1);
            TestGateway.await("the idle connection to close", Duration.ofSeconds(2), () -> upstream.open() == 0);
        }
    }
}
