package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a connection to a service whose HTTP/1.1 answer the client does not want any more. */
@Timeout(60)
class CancelledCallsTest {

    private static final int CANCEL = 8;
    private static final Duration SOON = Duration.ofSeconds(2);

    private static TestGateway gateway(String more, RawUpstream upstream) {
        return TestGateway.start(Yaml.listener(Http2PassingTest.H2C)
                + Yaml.upstreams(Yaml.upstream("service", more, upstream))
                + Yaml.ALL);
    }

    private static void cancel(Http2Client client, int stream, RawUpstream upstream, int requests) throws IOException {
        client.headers(stream, true, Http2Client.request("GET", "/"));
        TestGateway.await("the call", () -> upstream.requests().size() >= requests);
        client.reset(stream, CANCEL);
    }

    /** Each cancelled call closed its connection, so that a client could have connections made as fast as it sent frames. */
    @Test
    void itServesOnBehindAShortAnswer() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> {
                    TestGateway.pause(20);
                    return RawUpstream.ok("fine");
                });
                TestGateway gateway = gateway("", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int i = 0; i < 20; i++) {
                cancel(client, 1 + 2 * i, upstream, i + 1);
                TestGateway.pause(40);
            }
            assertThat(client.get(101, "/").text()).isEqualTo("fine");
            assertThat(upstream.accepted()).as("connections for 21 calls").isLessThan(18);
        }
    }

    /** A request and its end in one packet: a call would be made in vain. */
    @Test
    void aRequestThatIsTakenBackAtOnceIsNoCall() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("fine"));
                TestGateway gateway = gateway("", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/first").status()).isEqualTo(200);
            byte[] head = Http2Client.block(Http2Client.request("GET", "/flood"));
            byte[] error = ByteBuffer.allocate(4).putInt(CANCEL).array();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int stream = 3; stream < 103; stream += 2) {
                all.writeBytes(Http2Client.encode(
                        Http2Client.HEADERS, Http2Client.END_HEADERS | Http2Client.END_STREAM, stream, head));
                all.writeBytes(Http2Client.encode(Http2Client.RST_STREAM, 0, stream, error));
            }
            client.bytes(all.toByteArray());
            assertThat(client.get(103, "/last").status()).isEqualTo(200);
            assertThat(upstream.requests()).extracting(Message::target).containsExactly("/first", "/last");
            assertThat(upstream.accepted()).isEqualTo(1);
            gateway.logged(line -> line.contains("/flood") && line.contains("client.closed"));
        }
    }

    /** What would keep the connection for long, or cannot be told from the next answer, ends it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nsome",
                "HTTP/1.1 200 OK\r\n\r\nsome",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsome"
            })
    void itIsClosedSoonBehindWhatDoesNotEnd(String answer) throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send(answer);
                    connection.awaitEnd();
                });
                TestGateway gateway = gateway("", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            cancel(client, 1, upstream, 1);
            TestGateway.await("the end of the call", SOON, () -> upstream.open() == 0);
            assertThat(upstream.accepted()).isEqualTo(1);
        }
    }

    /** Bytes behind the short answer belong to no request, also where nobody listens. */
    @Test
    void itIsClosedBehindBytesThatNobodyAskedFor() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    TestGateway.pause(50);
                    connection.send(RawUpstream.ok("fine") + RawUpstream.ok("more"));
                    connection.awaitEnd();
                });
                TestGateway gateway = gateway("", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            cancel(client, 1, upstream, 1);
            TestGateway.await("the end of the call", SOON, () -> upstream.open() == 0);
        }
    }

    /** A call that waits for a place gets that of one which nobody wants. */
    @Test
    void itMakesRoomForThoseWhoWait() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    String first = connection.request().orElseThrow().target();
                    if (first.equals("/")) {
                        connection.awaitEnd(); // never answers
                    } else {
                        connection.send(RawUpstream.ok("fine"));
                    }
                });
                TestGateway gateway = gateway("pool: { size: 1, queueTimeout: 5s }", upstream);
                Http2Client client = Http2Client.connect(gateway.address())) {
            cancel(client, 1, upstream, 1);
            assertThat(client.get(3, "/other").text()).isEqualTo("fine");
            assertThat(upstream.accepted()).isEqualTo(2);
        }
    }

    /** It was closed as soon as it was open, and the next client had another one made. */
    @Test
    void itServesTheNextWhereItWasOpenedInVain(@TempDir Path folder) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Pki pki = new Pki(folder);
        try (TlsUpstream service = new TlsUpstream(pki.context(pki.issue("service", "api.test")), false, gate);
                TestGateway gateway = TestGateway.start(Yaml.listener(Http2PassingTest.H2C)
                        + Yaml.upstreams(
                                Yaml.upstream("service", "protocol: http1, tls: { verify: false }", service.port()))
                        + Yaml.ALL);
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, true, Http2Client.request("GET", "/vain"));
            TestGateway.await("the connection", () -> service.accepted() == 1);
            client.reset(1, CANCEL);
            gateway.logged(line -> line.contains("/vain"));
            gate.countDown();
            TestGateway.await("the handshake", () -> service.handshakes() == 1);
            TestGateway.pause(300); // until the gateway knows of it too
            assertThat(client.get(3, "/next").status()).isEqualTo(200);
            assertThat(service.accepted()).isEqualTo(1);
        }
    }
}
