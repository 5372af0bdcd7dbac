package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are slow, greedy or gone: they cost little, and nobody else anything. */
@ParameterizedClass
@ValueSource(strings = {"auto", "epoll", "nio"})
class ClientFaultTest {

    private static final Duration CLOSING = Duration.ofSeconds(3);

    @Parameter
    String transport = "auto";

    private TestGateway with(String listener, RawUpstream upstream) {
        return TestGateway.start(
                Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL,
                transport,
                1);
    }

    @Test
    void clientThatLeavesCancelsTheCall() throws IOException {
        AtomicLong ended = new AtomicLong();
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.awaitEnd();
                    ended.set(System.nanoTime());
                });
                TestGateway gateway = with("", upstream)) {
            for (boolean reset : new boolean[] {false, true}) {
                ended.set(0);
                upstream.forget();
                RawClient client = gateway.connect().send(RawClient.request("GET", "/"));
                TestGateway.await("the request", () -> upstream.requests().size() == 1);
                long left = System.nanoTime();
                if (reset) {
                    client.reset();
                } else {
                    client.close();
                }
                TestGateway.await("the call to be cancelled", () -> ended.get() != 0);
                assertThat(Duration.ofNanos(ended.get() - left)).isLessThan(Duration.ofSeconds(1));
                gateway.logged(line -> line.contains("\"reason\":\"client.closed\""));
            }
        }
    }

    @Test
    void slowHeadIs408() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("timeouts: { head: 300ms }", upstream);
                RawClient client = gateway.connect()) {
            long start = System.nanoTime();
            for (char c : "GET / HTTP/1.1\r\nHost".toCharArray()) {
                client.send(String.valueOf(c)); // a byte now and then does not help
                TestGateway.pause(12);
            }
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
            assertThat(client.isClosedWithin(CLOSING)).isTrue();
            gateway.logged(line -> line.contains("\"reason\":\"client.head_timeout\""));
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void slowBodyIs408() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("timeouts: { body: 300ms }", upstream);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: 10") + "half");
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.isClosedWithin(CLOSING)).isTrue();
            gateway.logged(line -> line.contains("\"reason\":\"client.body_timeout\""));
            TestGateway.await("the call to be given up", () -> upstream.open() == 0);
        }
    }

    @Test
    void idleConnectionClosesWithoutAWord() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("timeouts: { idle: 300ms }", upstream);
                RawClient fresh = gateway.connect();
                RawClient used = gateway.connect()) {
            assertThat(used.get("/").status()).isEqualTo(200);
            assertThat(fresh.isClosedWithin(CLOSING)).isTrue();
            assertThat(used.isClosedWithin(CLOSING)).isTrue();
        }
    }

    @Test
    void readerThatStopsIsClosedAndHoldsLittle() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                    byte[] piece = new byte[64 << 10];
                    while (sent.get() < 1_000_000_000) {
                        connection.send(piece);
                        sent.addAndGet(piece.length);
                    }
                });
                TestGateway gateway = with("timeouts: { write: 500ms }", upstream);
                RawClient client = RawClient.connect(gateway.address(), 16 << 10)) {
            long before = Levels.directNow();
            client.send(RawClient.request("GET", "/"));
            gateway.logged(line -> line.contains("\"reason\":\"client.write_timeout\""));
            assertThat(sent.get()).isLessThan(64 << 20); // what the kernel holds for three sockets
            assertThat(Levels.directNow() - before).isLessThan(16 << 20);
            TestGateway.await("the call to be given up", () -> upstream.open() == 0);
        }
    }

    @Test
    void pipeliningWithoutReadingIsBounded() throws IOException {
        String body = "x".repeat(10_000);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    while (connection.head().isPresent()) {
                        connection.send(RawUpstream.ok(body));
                    }
                });
                TestGateway gateway = with("timeouts: { write: 500ms }", upstream);
                RawClient client = RawClient.connect(gateway.address(), 16 << 10)) {
            long before = Levels.directNow();
            byte[] requests = RawClient.request("GET", "/").repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send(requests);
                    }
                } catch (IOException e) {
                    // the gateway has closed
                }
            });
            assertThat(sending.join(Duration.ofSeconds(8))).isTrue();
            assertThat(Levels.directNow() - before).isLessThan(16 << 20);
            assertThat(gateway.get("/").status()).isEqualTo(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readerThatRestsGetsAllOfItsResponse() throws IOException {
        int size = 24 << 20;
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    connection.send(new byte[size]);
                });
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("")
                                + Yaml.upstreams(Yaml.upstream("service", "timeouts: { read: 300ms }", upstream))
                                + Yaml.ALL,
                        transport,
                        1);
                RawClient client = RawClient.connect(gateway.address(), 16 << 10)) {
            client.send(RawClient.request("GET", "/"));
            TestGateway.pause(900); // longer than the upstream may rest
            Message answer = client.read();
            assertThat(answer.whole()).isTrue();
            assertThat(answer.body()).hasSize(size);
        }
    }

    @Test
    void bodiesOverTheLimitAreRefused() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("limits: { body: 1KiB }", upstream)) {
            try (RawClient client = gateway.connect()) {
                assertThat(client.post("/", "x".repeat(1024)).status()).isEqualTo(200);
                upstream.forget();
                assertThat(client.post("/", "x".repeat(1025)).status()).isEqualTo(413);
                assertThat(client.isClosedWithin(CLOSING)).isTrue();
                assertThat(upstream.requests()).isEmpty();
            }
            try (RawClient client = gateway.connect()) {
                String chunk = "200\r\n" + "x".repeat(512) + "\r\n";
                client.send(RawClient.request("POST", "/", "Transfer-Encoding: chunked") + chunk + chunk + chunk);
                assertThat(client.read().status()).isEqualTo(413);
                assertThat(client.isClosedWithin(CLOSING)).isTrue();
                assertThat(upstream.requests()).noneMatch(Message::whole);
            }
            gateway.logged(line -> line.contains("\"reason\":\"client.body_too_large\""));
        }
    }

    @Test
    void limitsOfHeadsAreConfigurable() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("limits: { head: 1KiB, fields: 10, target: 256B }", upstream)) {
            assertThat(gateway.get("/", "X: " + "y".repeat(900)).status()).isEqualTo(200);
            assertThat(gateway.get("/", "X: " + "y".repeat(1024)).status()).isEqualTo(431);
            String[] fields = new String[10];
            Arrays.fill(fields, "X: y");
            assertThat(gateway.get("/", fields).status()).isEqualTo(431);
            assertThat(gateway.get("/", Arrays.copyOf(fields, 9)).status()).isEqualTo(200);
            assertThat(gateway.get("/" + "a".repeat(255)).status()).isEqualTo(200);
            assertThat(gateway.get("/" + "a".repeat(256)).status()).isEqualTo(414);
        }
    }

    @Test
    void connectionsOverTheLimitWaitForTheirTurn() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("limits: { connections: 2 }", upstream);
                RawClient first = gateway.connect();
                RawClient second = gateway.connect()) {
            assertThat(first.get("/").status()).isEqualTo(200);
            assertThat(second.get("/").status()).isEqualTo(200);
            try (RawClient third = gateway.connect()) {
                third.send(RawClient.request("GET", "/third"));
                third.patience(Duration.ofMillis(300));
                Assertions.assertThatThrownBy(third::read).isInstanceOf(SocketTimeoutException.class);
                assertThat(first.get("/").status()).isEqualTo(200);
                first.close();
                third.patience(Duration.ofSeconds(3));
                assertThat(third.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void theLimitOfConnectionsHoldsOverAllLoops() throws IOException, InterruptedException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (RawUpstream upstream = RawUpstream.answering(request -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    TestGateway.pause(5);
                    now.decrementAndGet();
                    return RawUpstream.ok("good");
                });
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("limits: { connections: 3 }")
                                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                                + Yaml.ALL,
                        transport,
                        2)) {
            AtomicInteger good = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    try {
                        good.addAndGet(gateway.get("/").text().equals("good") ? 1 : 0);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(good).hasValue(60);
            assertThat(most).hasValueBetween(1, 3);
        }
    }

    @Test
    void oneConnectionAllowedIsOneOnAnyNumberOfLoops() throws IOException {
        try (TestGateway gateway = TestGateway.start(
                Yaml.listener("limits: { connections: 1 }") + Yaml.routes("name: yes, to: { respond: { body: yes } }"),
                transport,
                2)) {
            RawClient before = gateway.connect();
            assertThat(before.get("/").status()).isEqualTo(200);
            for (int i = 0; i < 10; i++) { // the kernel deals them out to both loops
                RawClient next = gateway.connect();
                next.send(RawClient.request("GET", "/"));
                next.patience(Duration.ofMillis(50));
                Assertions.assertThatThrownBy(next::read).isInstanceOf(SocketTimeoutException.class);
                assertThat(before.get("/").status()).isEqualTo(200);
                before.close();
                next.patience(Duration.ofSeconds(5));
                assertThat(next.read().status()).isEqualTo(200);
                before = next;
            }
            before.close();
        }
    }

    @Test
    void bodyThatNobodyReadsDoesNotHarmTheNextRequest() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.routes("name: no, to: { respond: { status: 403, body: \"no\" } }"),
                        transport,
                        1);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("POST", "/", "Content-Length: 10"));
            assertThat(client.read().status()).isEqualTo(403);
            client.send("0123456789" + RawClient.request("GET", "/next"));
            assertThat(client.read().status()).isEqualTo(403);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void logHoldsNoControls() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("", upstream)) {
            gateway.get("/", "User-Agent: a\"b\\c\t\u009b[31m\u00e9", "X-Request-ID: marked");
            String line = gateway.logged(l -> l.contains("marked"));
            assertThat(line.chars()).noneMatch(c -> c < ' ' || (c >= 0x7F && c < 0xA0));
            assertThat(line).contains("a\\\"b\\\\c\\u0009");
        }
    }
}
