package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunnels of CONNECT over HTTP/1.1: where they are served, to whom they go, and how they end. */
class ConnectTest {

    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final String CONNECT = "CONNECT db.test:5432 HTTP/1.1\r\nHost: db.test:5432\r\n\r\n";

    @TempDir
    Path folder;

    static String route(String more) {
        return Yaml.routes(
                "name: db, match: { host: db.test, connect: 5432 }, to: service" + (more.isEmpty() ? "" : ", " + more));
    }

    static String yaml(String listener, String route, String upstream, int... ports) {
        return Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", upstream, ports)) + route(route);
    }

    static TestGateway gateway(TcpServer server) {
        return TestGateway.start(yaml("connect: true", "", "", server.port()));
    }

    /** Reads a response head. */
    static String head(StreamClient client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            String next = client.read(1);
            assertThat(next).as("the connection has ended behind: " + head).isNotEmpty();
            head.append(next);
        }
        return head.toString();
    }

    /** A client in its tunnel. */
    static StreamClient tunnel(TestGateway gateway) throws IOException {
        StreamClient client = StreamClient.connect(gateway.address());
        assertThat(head(client.send(CONNECT))).startsWith("HTTP/1.1 200 ");
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void bytesAndEndsGoBothWays(String transport) throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(yaml("connect: true", "", "", server.port()), transport, 2);
                StreamClient client = StreamClient.connect(gateway.address())) {
            assertThat(head(client.send(CONNECT)))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContainIgnoringCase("content-length", "transfer-encoding", "connection:");
            assertThat(client.send("hello").read(5)).isEqualTo("hello");
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.send(bytes).end();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(client.socket().getInputStream().readAllBytes()).isEqualTo(bytes);
            writer.join();
            TestGateway.await("the target's end", PATIENCE, () -> server.open() == 0);
            String line = gateway.logged(l -> l.contains("CONNECT"));
            assertThat(line)
                    .contains("db.test:5432", "\"status\":200", "127.0.0.1:" + server.port(), "" + (bytes.length + 5))
                    .doesNotContain("client.closed");
            assertThat(StreamTest.metric(gateway, "api_gateway_http_requests_total{"))
                    .isEqualTo(1);
        }
    }

    /** The target ends first; what the client sends behind that still arrives. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void aTargetThatEndsFirstStillHears(String transport) throws Exception {
        AtomicReference<String> heard = new AtomicReference<>("");
        CountDownLatch over = new CountDownLatch(1);
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getOutputStream().write("greeting".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    heard.set(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
                    over.countDown();
                });
                TestGateway gateway = TestGateway.start(yaml("connect: true", "", "", server.port()), transport, 1);
                StreamClient client = tunnel(gateway)) {
            assertThat(client.rest()).isEqualTo("greeting");
            client.send("late").end();
            assertThat(over.await(15, TimeUnit.SECONDS)).isTrue();
            assertThat(heard.get()).isEqualTo("late");
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("\"status\":200");
        }
    }

    /** Bytes that come with the head, before there is a target, arrive behind the 200 and in order. */
    @Test
    void bytesSentBeforeTheAnswerAreNotLost() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = gateway(server);
                StreamClient client = StreamClient.connect(gateway.address())) {
            client.send(CONNECT + "GET / HTTP/1.1\r\n\r\n").end();
            assertThat(head(client)).startsWith("HTTP/1.1 200 ");
            assertThat(client.rest()).isEqualTo("GET / HTTP/1.1\r\n\r\n");
            gateway.logged(l -> l.contains("CONNECT"));
            assertThat(gateway.log()).hasSize(1); // what passed was no request
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT db.test HTTP/1.1\r\nHost: db.test | 400 | head.connect_target",
                "CONNECT db.test: HTTP/1.1\r\nHost: db.test: | 400 | head.connect_target",
                "CONNECT db.test:0 HTTP/1.1\r\nHost: db.test:0 | 400 | head.connect_target",
                "CONNECT db.test:65536 HTTP/1.1\r\nHost: db.test:65536 | 400 | head.connect_target",
                "CONNECT db.test:054321 HTTP/1.1\r\nHost: db.test:054321 | 400 | head.connect_target",
                "CONNECT :5432 HTTP/1.1\r\nHost: :5432 | 400 | head.connect_target",
                "CONNECT / HTTP/1.1\r\nHost: db.test:5432 | 400 | head.connect_target",
                "CONNECT db.test:5432/ HTTP/1.1\r\nHost: db.test:5432 | 400 | head.connect_target",
                "CONNECT db.test/:5432 HTTP/1.1\r\nHost: db.test/:5432 | 400 | head.connect_target",
                "CONNECT db.test?:5432 HTTP/1.1\r\nHost: db.test?:5432 | 400 | head.connect_target",
                "CONNECT http://db.test:5432 HTTP/1.1\r\nHost: db.test:5432 | 400 | head.connect_target",
                "CONNECT me@db.test:5432 HTTP/1.1\r\nHost: me@db.test:5432 | 400 | head.connect_target",
                "CONNECT db.test:5432#x HTTP/1.1\r\nHost: db.test:5432 | 400 | head.target",
                "CONNECT db.test:5432 HTTP/1.1\r\nHost: other.test:5432 | 400 | head.host_mismatch",
                "CONNECT db.test:5432 HTTP/1.1\r\nHost: db.test:5433 | 400 | head.host_mismatch",
                "CONNECT db.test:5432 HTTP/1.1\r\nHost: db.test | 400 | head.host_mismatch",
                "CONNECT db.test:5432 HTTP/1.1\r\nX-Host: db.test | 400 | head.host",
                "CONNECT db.test:5432 HTTP/1.0\r\nX-Host: db.test | 400 | head.host",
                "CONNECT ::1:5432 HTTP/1.1\r\nHost: ::1:5432 | 400 | head.host",
                "CONNECT db.test:5432 HTTP/1.1\r\nHost: db.test:5432\r\nContent-Length: 0 | 400 | framing.connect_body",
                "CONNECT db.test:5432 HTTP/1.1\r\nHost: db.test:5432\r\nContent-Length: 31 | 400 | framing.connect_body",
                "CONNECT db.test:5432 HTTP/1.1\r\nHost: db.test:5432\r\nTransfer-Encoding: chunked | 400 | framing.connect_body",
                "CONNECT other.test:5432 HTTP/1.1\r\nHost: other.test:5432 | 405 | head.connect",
                "CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: 127.0.0.1:5432 | 405 | head.connect",
                "CONNECT db.test:5433 HTTP/1.1\r\nHost: db.test:5433 | 405 | head.connect",
                "GET / HTTP/1.1\r\nHost: db.test:5432 | 404 | route.none",
                "GET http://db.test:5432 HTTP/1.1\r\nHost: db.test:5432 | 404 | route.none",
            })
    void whatIsNoWellFormedConnectOfARouteOpensNothing(String text) throws Exception {
        String[] parts = text.split(" \\| ");
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = gateway(server);
                StreamClient client = StreamClient.connect(gateway.address())) {
            client.send(parts[0] + "\r\n\r\n");
            assertThat(head(client)).startsWith("HTTP/1.1 " + parts[1] + " ");
            assertThat(gateway.logged(l -> l.contains(parts[1]))).contains("\"" + parts[2] + "\"");
            assertThat(server.accepted()).isZero();
        }
    }

    /** What follows a CONNECT that came to nothing may have been meant for the tunnel: it is no request, now or later. */
    @Test
    void nothingBehindARefusedConnectIsARequest() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = gateway(server);
                RawClient client = gateway.connect()) {
            client.send("CONNECT db.test:1 HTTP/1.1\r\nHost: db.test:1\r\n\r\n");
            Message answer = client.read();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.all("Connection")).containsExactly("close");
            client.send("GET /smuggled HTTP/1.1\r\nHost: db.test\r\n\r\n");
            assertThat(client.isClosedWithin(Duration.ofSeconds(8))).isTrue();
            assertThat(gateway.log()).noneMatch(l -> l.contains("smuggled"));
        }
    }

    /** Routes that match everything answer no CONNECT; a listener that does not serve it answers none at all. */
    @Test
    void onlyRoutesAndListenersThatAskForItServeConnect() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo)) {
            String upstream = Yaml.upstreams(Yaml.upstream("service", "", server.port()));
            String all = Yaml.routes("name: all, to: service", "name: paths, match: { path: /* }, to: service");
            try (TestGateway gateway = TestGateway.start(Yaml.listener("connect: true") + upstream + all);
                    StreamClient client = StreamClient.connect(gateway.address())) {
                assertThat(head(client.send(CONNECT))).startsWith("HTTP/1.1 405 ");
            }
            try (TestGateway gateway = TestGateway.start(Yaml.listener("") + upstream + route(""));
                    StreamClient client = StreamClient.connect(gateway.address())) {
                assertThat(head(client.send(CONNECT))).startsWith("HTTP/1.1 405 ");
            }
            assertThat(server.accepted()).isZero();
        }
    }

    /** Policies run before; what they add to the answer stands in the 200. */
    @Test
    void policiesRunBeforeAndOverTheAnswer() throws Exception {
        String limited =
                "policies: [ { concurrency: { requests: 1 } }, { response-headers: { set: { X-Seen: yes } } } ]";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(yaml("connect: true", limited, "", server.port()));
                StreamClient first = StreamClient.connect(gateway.address())) {
            assertThat(head(first.send(CONNECT))).startsWith("HTTP/1.1 200 ").contains("X-Seen: yes\r\n");
            try (StreamClient second = StreamClient.connect(gateway.address())) {
                assertThat(head(second.send(CONNECT))).startsWith("HTTP/1.1 503 ");
            }
            assertThat(server.accepted()).isEqualTo(1);
            first.end();
            assertThat(first.rest()).isEmpty();
            TestGateway.await("the place", PATIENCE, () -> {
                try (StreamClient third = StreamClient.connect(gateway.address())) {
                    return head(third.send(CONNECT)).startsWith("HTTP/1.1 200 ");
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    /** A policy that answers 2xx by itself opens no tunnel: the connection ends behind a head without framing. */
    @Test
    void anAnswerOfThePolicysOwnIsNoTunnel() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(yaml(
                        "connect: true", "policies: [ { respond: { status: 200, body: hi } } ]", "", server.port()));
                StreamClient client = StreamClient.connect(gateway.address())) {
            String head = head(client.send(CONNECT + "GET /smuggled HTTP/1.1\r\nHost: db.test\r\n\r\n"));
            assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("content-length");
            assertThat(client.rest()).isEmpty();
            assertThat(server.accepted()).isZero();
            assertThat(gateway.log()).noneMatch(l -> l.contains("smuggled"));
        }
    }

    @Test
    void targetsThatRefuseArePassedOverAndWithoutAnyItIs502() throws Exception {
        int[] dead = {TcpServer.freePort(), TcpServer.freePort()};
        try (TcpServer server = TcpServer.start(TcpServer.named("alive"));
                TestGateway gateway = TestGateway.start(yaml("connect: true", "", "", dead[0], server.port()))) {
            for (int i = 0; i < 4; i++) {
                try (StreamClient client = tunnel(gateway)) {
                    assertThat(client.line()).isEqualTo("alive");
                }
            }
        }
        try (TestGateway gateway = TestGateway.start(yaml("connect: true", "", "", dead));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT).read().status()).isEqualTo(502);
            assertThat(gateway.logged(l -> l.contains("\"status\":502"))).contains("upstream.connect_failed");
        }
    }

    @Test
    void theUpstreamsCapHolds() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway =
                        TestGateway.start(yaml("connect: true", "", "limits: { connections: 1 }", server.port()));
                StreamClient first = tunnel(gateway)) {
            try (RawClient second = gateway.connect()) {
                assertThat(second.send(CONNECT).read().status()).isEqualTo(503);
            }
            first.close();
            TestGateway.await("the place", PATIENCE, () -> {
                try (StreamClient third = StreamClient.connect(gateway.address())) {
                    return head(third.send(CONNECT)).startsWith("HTTP/1.1 200 ");
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void tunnelsThatRestAreClosed() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway =
                        TestGateway.start(yaml("connect: true", "timeouts: { tunnel: 300ms }", "", server.port()));
                StreamClient client = tunnel(gateway)) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send("x").read(1)).isEqualTo("x");
                TestGateway.pause(100);
            }
            assertThat(client.rest()).isEmpty();
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("tunnel.idle", "\"status\":200");
            TestGateway.await("the target's end", PATIENCE, () -> server.open() == 0);
        }
    }

    /** A client that breaks off: the target must not take what it has for the whole. */
    @Test
    void aResetGoesOn() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (TcpServer server = TcpServer.start(socket -> {
                    try {
                        socket.getOutputStream().write('x');
                        socket.getInputStream().readAllBytes();
                        seen.set("end");
                    } catch (IOException e) {
                        seen.set("reset");
                    }
                });
                TestGateway gateway = gateway(server);
                StreamClient client = tunnel(gateway)) {
            assertThat(client.read(1)).isEqualTo("x");
            client.socket().setSoLinger(true, 0);
            client.close();
            TestGateway.await("the target's end", PATIENCE, () -> !seen.get().isEmpty());
            assertThat(seen.get()).isEqualTo("reset");
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("client.closed");
        }
    }

    @Test
    void aTargetThatResetsEndsTheTunnel() throws Exception {
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                });
                TestGateway gateway = gateway(server);
                StreamClient client = tunnel(gateway)) {
            assertThat(client.send("x").rest()).isEmpty();
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("upstream.reset", "\"status\":200");
        }
    }

    /** A client that takes nothing: the target is not read on, so that the gateway holds little. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void aStalledClientHoldsTheTargetBack(String transport) throws Exception {
        int size = 64 << 20;
        AtomicLong sent = new AtomicLong();
        try (TcpServer server = TcpServer.start(socket -> {
                    byte[] piece = new byte[64 << 10];
                    socket.setSendBufferSize(64 << 10);
                    while (sent.get() < size) {
                        socket.getOutputStream().write(piece);
                        sent.addAndGet(piece.length);
                    }
                });
                TestGateway gateway = TestGateway.start(yaml("connect: true", "", "", server.port()), transport, 1);
                StreamClient client = StreamClient.connect(gateway.address(), 32 << 10)) {
            assertThat(head(client.send(CONNECT))).startsWith("HTTP/1.1 200 ");
            TestGateway.await("the first bytes", PATIENCE, () -> sent.get() > 0);
            long before = -1;
            while (before != sent.get()) {
                before = sent.get();
                TestGateway.pause(500);
            }
            assertThat(before).as("taken from the target").isLessThan(16 << 20); // kernels buffer some MB
            assertThat(client.socket().getInputStream().readAllBytes()).hasSize(size);
        }
    }

    /** A target that takes nothing: the client is not read on, and its end arrives behind all that it has sent. */
    @Test
    void aStalledTargetHoldsTheClientBack() throws Exception {
        CountDownLatch take = new CountDownLatch(1);
        AtomicLong taken = new AtomicLong();
        AtomicLong given = new AtomicLong();
        int size = 64 << 20;
        try (TcpServer server = TcpServer.start(socket -> {
                    try {
                        take.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    taken.set(socket.getInputStream().readAllBytes().length);
                    socket.getOutputStream().write('.');
                });
                TestGateway gateway = gateway(server);
                StreamClient client = tunnel(gateway)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    byte[] piece = new byte[64 << 10];
                    while (given.get() < size) {
                        client.send(piece);
                        given.addAndGet(piece.length);
                    }
                    client.end();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long before = -1;
            while (before != given.get() || before == 0) {
                before = given.get();
                TestGateway.pause(500);
            }
            assertThat(before).as("taken from the client").isLessThan(24 << 20);
            take.countDown();
            writer.join();
            assertThat(client.rest()).isEqualTo(".");
            assertThat(taken.get()).isEqualTo(size);
        }
    }

    /** curl asks a service of HTTP through a tunnel, as docs/connect.md has it. */
    @Test
    void curl() throws Exception {
        assumeTrue(Program.isThere("curl", "--version"), "curl is not installed");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml("connect: true", "", "", upstream.port()))) {
            String proxy = "http://127.0.0.1:" + gateway.address().getPort();
            Program.Result result = Program.run("curl", "-sS", "-p", "-x", proxy, "http://db.test:5432/hello");
            assertThat(result.code()).as(result.output()).isZero();
            assertThat(result.output()).startsWith("GET /hello HTTP/1.1\r\nHost: db.test:5432\r\n");
        }
    }

    /** Through TLS, whose name is the gateway's and not that of what is asked for; an end there is that of both directions. */
    @Test
    void aTunnelThroughTls() throws Exception {
        Pki pki = new Pki(folder);
        String tls =
                "connect: true, tls: { certificates: [ { " + pki.files("gw", pki.issue("gw", "gw.test")) + " } ] }";
        AtomicReference<String> heard = new AtomicReference<>("");
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getOutputStream().write('x');
                    heard.set(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII) + ".");
                });
                TestGateway gateway = TestGateway.start(yaml(tls, "", "", server.port()))) {
            try (SSLSocket socket = Pki.connect(pki.context(), gateway.address(), "gw.test");
                    RawClient client = RawClient.over(socket)) {
                assertThat(client.send(CONNECT).head()).startsWith("HTTP/1.1 200 ");
                assertThat(client.readByte()).isEqualTo('x');
                client.send("hello");
            }
            TestGateway.await("the end", PATIENCE, () -> !heard.get().isEmpty());
            assertThat(heard.get()).isEqualTo("hello.");
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).doesNotContain("client.closed");
        }
    }
}
