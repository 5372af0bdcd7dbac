package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not one request and one response: interim responses, event streams, tunnels. */
@ParameterizedClass
@ValueSource(strings = {"auto", "nio"})
class InterimTest {

    private static final String UPGRADE = RawClient.request("GET", "/", "Connection: Upgrade", "Upgrade: raw");

    @Parameter
    String transport = "auto";

    private TestGateway to(RawUpstream upstream) {
        return TestGateway.start(Yaml.proxy(upstream), transport, 1);
    }

    private TestGateway impatient(RawUpstream upstream) {
        String upstreams = Yaml.upstream("service", "timeouts: { read: 300ms }", upstream);
        return TestGateway.start(Yaml.listener("") + Yaml.upstreams(upstreams) + Yaml.ALL, transport, 1);
    }

    @Test
    void expectationIsTheUpstreamsToMeet() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    String head = connection.head().orElseThrow();
                    assertThat(head).contains("Expect: 100-continue\r\n");
                    connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                    connection.send(RawUpstream.ok(connection.body(head).text()));
                });
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Expect: 100-continue", "Content-Length: 5"));
            assertThat(client.read().startLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.send("hello").read().text()).isEqualTo("hello");
        }
    }

    @Test
    void refusedExpectationEndsTheConnection() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                    connection.awaitEnd();
                });
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Expect: 100-continue", "Content-Length: 5"));
            Message answer = client.read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.all("Connection")).containsExactly("close");
            assertThat(client.isClosedWithin(Duration.ofSeconds(3))).isTrue();
        }
    }

    @Test
    void earlyHintsPassOn() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r ->
                        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + RawUpstream.ok("later"));
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            Message hints = client.get("/");
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.all("Link")).containsExactly("</a.css>; rel=preload");
            assertThat(client.read().text()).isEqualTo("later");
            Message old = client.send("GET / HTTP/1.0\r\n\r\n").read();
            assertThat(old.status()).isEqualTo(200); // HTTP/1.0 knows no interim responses
        }
    }

    @Test
    void eventsArriveAtOnceAndRestIsNotCut() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
                    connection.send("9\r\ndata: 1\n\n\r\n");
                    await(seen);
                    TestGateway.pause(700); // more than twice the read timeout
                    connection.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
                });
                TestGateway gateway = impatient(upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("GET", "/"));
            assertThat(client.head()).contains("text/event-stream");
            client.line(); // chunk size
            assertThat(client.line()).isEqualTo("data: 1");
            seen.countDown();
            for (String line = client.line(); !line.equals("data: 2"); line = client.line()) {
                assertThat(line).isIn("", "9");
            }
        }
    }

    @Test
    void eventsUntilCloseAreNotCutEither() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    TestGateway.pause(700);
                    connection.send("data: 1\n\n");
                });
                TestGateway gateway = impatient(upstream)) {
            assertThat(gateway.get("/").text()).isEqualTo("data: 1\n\n");
        }
    }

    @Test
    void tunnelsCarryBytesBothWaysAndRest() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    Message request = connection.request().orElseThrow();
                    assertThat(request.all("Upgrade")).containsExactly("raw");
                    assertThat(request.all("Connection")).containsExactly("Upgrade");
                    connection.send(
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: raw\r\nConnection: Upgrade\r\n\r\nfirst");
                    for (int b = connection.read(); b >= 0 && b != '.'; b = connection.read()) {
                        connection.send(String.valueOf((char) Character.toUpperCase(b)));
                    }
                });
                TestGateway gateway = impatient(upstream);
                RawClient client = gateway.connect()) {
            Message answer = client.send(UPGRADE).read();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.all("Upgrade")).containsExactly("raw");
            assertThat(answer.all("Connection")).containsExactly("Upgrade");
            assertThat(take(client, 5)).isEqualTo("first");
            assertThat(take(client.send("hello"), 5)).isEqualTo("HELLO");
            TestGateway.pause(700); // more than twice the read timeout
            assertThat(take(client.send("again"), 5)).isEqualTo("AGAIN");
            client.send(".");
            assertThat(client.isClosedWithin(Duration.ofSeconds(3))).isTrue();
        }
    }

    @Test
    void tunnelsHoldBackWhoeverIsFaster() throws Exception {
        byte[] bytes = new byte[6 << 20];
        new Random(5).nextBytes(bytes);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: raw\r\n\r\n");
                    TestGateway.pause(200); // meanwhile all buffers on the way fill
                    byte[] piece = new byte[32 << 10];
                    for (int count = connection.read(piece); count > 0; count = connection.read(piece)) {
                        connection.send(Arrays.copyOf(piece, count));
                    }
                });
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.send(UPGRADE).read().status()).isEqualTo(101);
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    client.send(bytes);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            TestGateway.pause(600); // the echo backs up too
            assertThat(Arrays.equals(client.take(bytes.length), bytes)).isTrue();
            sending.join();
        }
    }

    @Test
    void bytesBehindAnUpgradeWaitForTheTunnel() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: raw\r\n\r\n");
                    connection.send(new byte[] {(byte) connection.read(), (byte) connection.read()});
                    connection.awaitEnd();
                });
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.send(UPGRADE + "ab").read().status()).isEqualTo(101);
            assertThat(take(client, 2)).isEqualTo("ab");
        }
    }

    @Test
    void refusedUpgradeOpensNoTunnel() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("no"));
                TestGateway gateway = to(upstream);
                RawClient client = gateway.connect()) {
            client.send(UPGRADE + "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("no");
            assertThat(client.isClosedWithin(Duration.ofSeconds(3))).isTrue();
            assertThat(upstream.only().has("Upgrade")).isTrue();
            assertThat(gateway.get("/next").status()).isEqualTo(200);
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void cleartextHttp2IsNotOffered() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = to(upstream)) {
            gateway.get("/", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__");
            Message request = upstream.only();
            assertThat(request.has("Upgrade") || request.has("Connection") || request.has("HTTP2-Settings"))
                    .isFalse();
        }
    }

    @Test
    void switchThatNobodyAskedForIsRefused() throws IOException {
        try (RawUpstream upstream =
                        RawUpstream.answering(r -> "HTTP/1.1 101 Switching Protocols\r\nUpgrade: raw\r\n\r\n");
                TestGateway gateway = to(upstream)) {
            assertThat(gateway.get("/").status()).isEqualTo(502);
        }
    }

    private static String take(RawClient client, int count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) client.readByte());
        }
        return text.toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
