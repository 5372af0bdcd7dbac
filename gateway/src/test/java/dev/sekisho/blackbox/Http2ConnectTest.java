package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tunnels of CONNECT over HTTP/2 (RFC 9113 section 8.5): a stream's DATA, its end, and its reset. */
class Http2ConnectTest {

    private static final String SERVED = "connect: true, http2: { cleartext: true }";
    private static final int CANCEL = 8;
    private static final int CONNECT_ERROR = 10;
    private static final int PROTOCOL_ERROR = 1;

    private static TestGateway gateway(TcpServer server) {
        return TestGateway.start(ConnectTest.yaml(SERVED, "", "", server.port()));
    }

    private static Http2Client tunnel(Http2Client client, int stream, String... more) throws IOException {
        String[] fields = {":method", "CONNECT", ":authority", "db.test:5432"};
        String[] all = Arrays.copyOf(fields, 4 + more.length);
        System.arraycopy(more, 0, all, 4, more.length);
        return client.headers(stream, false, all);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads until so many bytes have come on the stream. */
    private static Http2Client.Answer read(Http2Client client, int stream, int bytes) throws IOException {
        while (client.answer(stream).body().length < bytes
                && client.answer(stream).reset() < 0) {
            client.read();
        }
        return client.answer(stream);
    }

    /** Bytes sent ahead of the 200 arrive too; the end of either side is an end of the other's input and no more. */
    @Test
    void dataAndEndsGoBothWaysBesideOtherStreams() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = gateway(server);
                Http2Client client = Http2Client.connect(gateway.address())) {
            tunnel(client, 1).data(1, false, ascii("early"));
            tunnel(client, 3);
            Http2Client.Answer answer = read(client, 1, 5);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("content-length")).isEmpty();
            assertThat(answer.text()).isEqualTo("early");
            byte[] bytes = new byte[48 << 10];
            new Random(5).nextBytes(bytes);
            for (int at = 0; at < bytes.length; at += 16 << 10) {
                client.data(3, false, Arrays.copyOfRange(bytes, at, at + (16 << 10)));
            }
            client.data(3, true, new byte[0]);
            assertThat(client.await(3).body()).isEqualTo(bytes);
            assertThat(client.answer(3).reset()).isEqualTo(-1);
            client.data(1, true, ascii("late"));
            assertThat(client.await(1).text()).isEqualTo("earlylate");
            TestGateway.await("both ends", ConnectTest.PATIENCE, () -> server.open() == 0);
            TestGateway.await(
                    "both lines", ConnectTest.PATIENCE, () -> gateway.log().size() == 2);
            assertThat(gateway.log())
                    .allMatch(l -> l.contains("CONNECT") && l.contains("db.test:5432") && l.contains("\"status\":200"))
                    .noneMatch(l -> l.contains("client.closed"));
        }
    }

    @Test
    void aTargetThatEndsFirstStillHears() throws Exception {
        AtomicReference<String> heard = new AtomicReference<>("");
        CountDownLatch over = new CountDownLatch(1);
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getOutputStream().write(ascii("greeting"));
                    socket.shutdownOutput();
                    heard.set(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
                    over.countDown();
                });
                TestGateway gateway = gateway(server);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Http2Client.Answer answer = tunnel(client, 1).await(1);
            assertThat(answer.text()).isEqualTo("greeting");
            assertThat(answer.reset()).isEqualTo(-1);
            client.data(1, false, ascii("late")).data(1, true, new byte[0]);
            assertThat(over.await(15, TimeUnit.SECONDS)).isTrue();
            assertThat(heard.get()).isEqualTo("late");
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("\"status\":200");
        }
    }

    /** A stream that is reset is a reset for the target, which must not take what it has for the whole. */
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
                Http2Client client = Http2Client.connect(gateway.address())) {
            tunnel(client, 1);
            read(client, 1, 1);
            client.reset(1, CANCEL);
            TestGateway.await(
                    "the target's end", ConnectTest.PATIENCE, () -> !seen.get().isEmpty());
            assertThat(seen.get()).isEqualTo("reset");
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("client.closed");
        }
    }

    @Test
    void aTargetThatResetsIsAConnectError() throws Exception {
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                });
                TestGateway gateway = gateway(server);
                Http2Client client = Http2Client.connect(gateway.address())) {
            tunnel(client, 1).data(1, false, ascii("x"));
            assertThat(client.await(1).reset()).isEqualTo(CONNECT_ERROR);
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("upstream.reset");
        }
    }

    @Test
    void tunnelsThatRestAreCancelledAndTheConnectionServesOn() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway =
                        TestGateway.start(ConnectTest.yaml(SERVED, "timeouts: { tunnel: 300ms }", "", server.port()));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(tunnel(client, 1).await(1).reset()).isEqualTo(CANCEL);
            assertThat(gateway.logged(l -> l.contains("CONNECT"))).contains("tunnel.idle");
            tunnel(client, 3).data(3, false, ascii("hello"));
            assertThat(read(client, 3, 5).text()).isEqualTo("hello");
        }
    }

    /** Nothing but DATA may come in a tunnel (RFC 9113 section 8.5). */
    @Test
    void trailersInATunnelAreAnError() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = gateway(server);
                Http2Client client = Http2Client.connect(gateway.address())) {
            tunnel(client, 1).data(1, false, ascii("hello"));
            read(client, 1, 5);
            client.headers(1, true, "x", "y");
            assertThat(client.await(1).reset()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    /** A client whose window is closed: the target is not read on. */
    @Test
    void aClosedWindowHoldsTheTargetBack() throws Exception {
        int size = 64 << 20;
        AtomicLong sent = new AtomicLong();
        try (TcpServer server = TcpServer.start(socket -> {
                    byte[] piece = new byte[64 << 10];
                    while (sent.get() < size) {
                        socket.getOutputStream().write(piece);
                        sent.addAndGet(piece.length);
                    }
                });
                TestGateway gateway = gateway(server);
                Http2Client client = Http2Client.connect(gateway.address()).starve()) {
            tunnel(client, 1);
            read(client, 1, 65_535);
            long before = -1;
            while (before != sent.get()) {
                before = sent.get();
                TestGateway.pause(500);
            }
            assertThat(before).as("taken from the target").isLessThan(16 << 20);
        }
    }

    /** Fields with blanks between, an authority, and what the client gets. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    :method CONNECT, 400
                    :method CONNECT :authority db.test:5432 :path /, 400
                    :method CONNECT :authority db.test:5432 :scheme http, 400
                    :method CONNECT :authority db.test:5432 :scheme http :path /, 400
                    :method CONNECT :authority db.test, 400
                    :method CONNECT :authority me@db.test:5432, 400
                    :method CONNECT :authority http://db.test:5432, 400
                    :method CONNECT :authority db.test:5432 host other.test:5432, 400
                    :method CONNECT :authority db.test:5432 content-length 5, 400
                    :method CONNECT :authority db.test:5432 :protocol connect-udp, 405
                    :method CONNECT :authority db.test:5433, 405
                    :method CONNECT :authority other.test:5432, 405
                    """)
    void whatIsNoWellFormedConnectOfARouteOpensNothing(String fields, int status) throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = gateway(server);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, fields.split(" "));
            assertThat(client.await(1).status()).isEqualTo(status);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void aListenerThatDoesNotServeItRefuses() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway =
                        TestGateway.start(ConnectTest.yaml("http2: { cleartext: true }", "", "", server.port()));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(tunnel(client, 1).await(1).status()).isEqualTo(405);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void withoutATargetItIs502() throws Exception {
        try (TestGateway gateway = TestGateway.start(ConnectTest.yaml(SERVED, "", "", TcpServer.freePort()));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(tunnel(client, 1).await(1).status()).isEqualTo(502);
        }
    }
}
