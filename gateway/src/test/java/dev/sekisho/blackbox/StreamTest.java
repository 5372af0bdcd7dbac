package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP that is passed on as it is. */
class StreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    static InetSocketAddress address(TestGateway gateway) {
        return gateway.gateway().streamAddresses().getFirst();
    }

    static double metric(TestGateway gateway, String start) {
        try (RawClient client = RawClient.connect(gateway.admin())) {
            return client.admin("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void bytesAndEndsGoBothWays(String transport) throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server), transport, 2);
                StreamClient client = StreamClient.connect(address(gateway))) {
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
            TestGateway.await("both sides to be closed", PATIENCE, () -> server.open() == 0);
            TestGateway.await(
                    "the count",
                    PATIENCE,
                    () -> metric(gateway, "api_gateway_stream_open_connections{stream=\"s\"") == 0);
            assertThat(metric(gateway, "api_gateway_stream_connections_total{stream=\"s\""))
                    .isEqualTo(1);
            assertThat(metric(gateway, "api_gateway_stream_received_bytes_total{stream=\"s\""))
                    .isEqualTo(bytes.length + 5);
            assertThat(metric(gateway, "api_gateway_stream_sent_bytes_total{stream=\"s\""))
                    .isEqualTo(bytes.length + 5);
            assertThat(metric(gateway, "api_gateway_stream_failures_total")).isZero();
        }
    }

    /** The service ends its output first; what the client sends behind that still arrives. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void aServiceThatEndsFirstStillHears(String transport) throws Exception {
        StringBuffer heard = new StringBuffer();
        CountDownLatch over = new CountDownLatch(1);
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.getOutputStream().write("greeting".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    heard.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
                    over.countDown();
                });
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server), transport, 1);
                StreamClient client = StreamClient.connect(address(gateway))) {
            assertThat(client.rest()).isEqualTo("greeting");
            client.send("late").end();
            assertThat(over.await(15, TimeUnit.SECONDS)).isTrue();
            assertThat(heard.toString()).isEqualTo("late");
        }
    }

    /** A client that takes nothing: the service is not read on, so that the gateway holds little. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void aStalledClientHoldsTheServiceBack(String transport) throws Exception {
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
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server), transport, 1);
                StreamClient client = StreamClient.connect(address(gateway), 32 << 10)) {
            TestGateway.await("the first bytes", PATIENCE, () -> sent.get() > 0);
            long before = -1;
            while (before != sent.get()) {
                before = sent.get();
                TestGateway.pause(500);
            }
            assertThat(metric(gateway, "api_gateway_stream_sent_bytes_total{stream=\"s\""))
                    .as("read from the service while the client takes nothing")
                    .isLessThan(8 << 20); // kernels buffer some MB
            InputStream in = client.socket().getInputStream();
            long taken = 0;
            byte[] piece = new byte[256 << 10];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                taken += n;
            }
            assertThat(taken).isEqualTo(size);
        }
    }

    /** A service that takes nothing: the client is not read on. */
    @Test
    void aStalledServiceHoldsTheClientBack() throws Exception {
        CountDownLatch take = new CountDownLatch(1);
        AtomicLong taken = new AtomicLong();
        int size = 64 << 20;
        try (TcpServer server = TcpServer.start(socket -> {
                    socket.setReceiveBufferSize(64 << 10);
                    try {
                        take.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    byte[] piece = new byte[256 << 10];
                    for (int n = socket.getInputStream().read(piece);
                            n >= 0;
                            n = socket.getInputStream().read(piece)) {
                        taken.addAndGet(n);
                    }
                });
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server));
                StreamClient client = StreamClient.connect(address(gateway))) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[size]).end();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            String received = "api_gateway_stream_received_bytes_total{stream=\"s\"";
            double before = -1;
            for (double now = 0; now != before || now == 0; now = metric(gateway, received)) {
                before = now;
                TestGateway.pause(500);
            }
            assertThat(before)
                    .as("read from the client while the service takes nothing")
                    .isLessThan(16 << 20);
            take.countDown();
            writer.join();
            assertThat(client.rest()).isEmpty();
            assertThat(taken.get()).isEqualTo(size);
        }
    }

    /** New handshakes have the new certificate; the connection that is there goes on. */
    @Test
    void certificatesAreReadAgain() throws Exception {
        Pki pki = new Pki(folder);
        String tls = "tls: { certificates: [ { " + pki.files("db", pki.issue("before", "db.test")) + " } ] }";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(tls, server));
                SSLSocket first = Pki.connect(pki.context(), address(gateway), "db.test")) {
            assertThat(first.getSession().getPeerPrincipal().getName()).isEqualTo("CN=before");
            pki.files("db", pki.issue("after", "db.test"));
            TestGateway.await("the new certificate", PATIENCE, () -> {
                try (SSLSocket next = Pki.connect(pki.context(), address(gateway), "db.test")) {
                    return next.getSession().getPeerPrincipal().getName().equals("CN=after");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            first.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
            assertThat(first.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void aTargetThatRefusesIsPassedOver() throws Exception {
        int dead = TcpServer.freePort();
        try (TcpServer server = TcpServer.start(TcpServer.named("alive"));
                TestGateway gateway = TestGateway.start(
                        StreamYaml.stream("") + Yaml.upstreams(Yaml.upstream("service", "", dead, server.port())))) {
            for (int i = 0; i < 6; i++) {
                try (StreamClient client = StreamClient.connect(address(gateway))) {
                    assertThat(client.line()).isEqualTo("alive");
                }
            }
            assertThat(metric(gateway, "api_gateway_stream_failures_total{reason=\"upstream.connect_failed\""))
                    .isEqualTo(3);
        }
    }

    @Test
    void withoutATargetTheConnectionCloses() throws Exception {
        int[] dead = {TcpServer.freePort(), TcpServer.freePort()};
        try (TestGateway gateway =
                        TestGateway.start(StreamYaml.stream("") + Yaml.upstreams(Yaml.upstream("service", "", dead)));
                StreamClient client = StreamClient.connect(address(gateway))) {
            assertThat(client.rest()).isEmpty();
            assertThat(metric(gateway, "api_gateway_stream_failures_total{reason=\"upstream.connect_failed\""))
                    .isEqualTo(2);
            assertThat(metric(gateway, "api_gateway_stream_failures_total{reason=\"upstream.no_target\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void probesTakeAKilledTargetOut() throws Exception {
        String probes = "health: { active: { type: tcp, healthy: { interval: 100ms, successes: 1 }, "
                + "unhealthy: { interval: 100ms, tcpFailures: 1, timeouts: 1 } } }";
        TcpServer first = TcpServer.start(TcpServer.named("first"));
        try (TcpServer second = TcpServer.start(TcpServer.named("second"));
                TestGateway gateway = TestGateway.start(StreamYaml.stream("")
                        + Yaml.upstreams(Yaml.upstream("service", probes, first.port(), second.port())))) {
            first.close();
            TestGateway.await("the probe", PATIENCE, () -> metric(gateway, "api_gateway_upstream_healthy{") == 1);
            double failures = metric(gateway, "api_gateway_stream_failures_total");
            for (int i = 0; i < 4; i++) {
                try (StreamClient client = StreamClient.connect(address(gateway))) {
                    assertThat(client.line()).isEqualTo("second");
                }
            }
            assertThat(metric(gateway, "api_gateway_stream_failures_total")).isEqualTo(failures);
            try (TcpServer again = TcpServer.startAt(first.port(), TcpServer.named("first"))) {
                TestGateway.await("its return", PATIENCE, () -> metric(gateway, "api_gateway_upstream_healthy{") == 2);
                assertThat(again.port()).isEqualTo(first.port());
            }
        }
    }

    /** Passive checks hear of refused connections, as they hear of refused requests. */
    @Test
    void refusedConnectionsTakeATargetOut() throws Exception {
        String passive = "health: { passive: { tcpFailures: 1, retryAfter: 1m } }";
        int dead = TcpServer.freePort();
        try (TcpServer server = TcpServer.start(TcpServer.named("alive"));
                TestGateway gateway = TestGateway.start(StreamYaml.stream("")
                        + Yaml.upstreams(Yaml.upstream("service", passive, dead, server.port())))) {
            for (int i = 0; i < 6; i++) {
                try (StreamClient client = StreamClient.connect(address(gateway))) {
                    assertThat(client.line()).isEqualTo("alive");
                }
            }
            assertThat(metric(gateway, "api_gateway_stream_failures_total")).isEqualTo(1);
        }
    }

    @Test
    void connectionsThatRestAreClosed() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("timeouts: { idle: 300ms }", server));
                StreamClient client = StreamClient.connect(address(gateway))) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send("x").read(1)).isEqualTo("x");
                TestGateway.pause(100);
            }
            assertThat(client.rest()).isEmpty();
            assertThat(metric(gateway, "api_gateway_stream_failures_total{reason=\"stream.idle\""))
                    .isEqualTo(1);
            TestGateway.await("the service's end", PATIENCE, () -> server.open() == 0);
        }
    }

    @Test
    void atTheLimitOthersWaitOrAreClosed() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("limits: { connections: 2 }", server))) {
            List<StreamClient> served = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                StreamClient client = StreamClient.connect(address(gateway));
                served.add(client);
                assertThat(client.send("x").read(1)).isEqualTo("x");
            }
            try (StreamClient waiting = StreamClient.connect(address(gateway))) {
                waiting.send("y");
                TestGateway.pause(200);
                assertThat(server.accepted()).isEqualTo(2);
            }
            served.getFirst().close();
            TestGateway.await("a slot", PATIENCE, () -> {
                try (StreamClient next = StreamClient.connect(address(gateway))) {
                    return next.send("z").end().rest().equals("z");
                } catch (IOException e) {
                    return false;
                }
            });
            served.getLast().close();
        }
    }

    @Test
    void theUpstreamsCapHolds() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.stream("")
                        + Yaml.upstreams(Yaml.upstream("service", "limits: { connections: 1 }", server.port())));
                StreamClient first = StreamClient.connect(address(gateway))) {
            assertThat(first.send("x").read(1)).isEqualTo("x");
            try (StreamClient second = StreamClient.connect(address(gateway))) {
                assertThat(second.rest()).isEmpty();
            }
            assertThat(metric(gateway, "api_gateway_stream_failures_total{reason=\"upstream.limit\""))
                    .isEqualTo(1);
            first.end();
            assertThat(first.rest()).isEmpty();
            TestGateway.await("the place", PATIENCE, () -> {
                try (StreamClient third = StreamClient.connect(address(gateway))) {
                    return third.send("z").end().rest().equals("z");
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    /** One client's connections go to one target, by its address. */
    @Test
    void hashingGoesByTheClientsAddress() throws Exception {
        try (TcpServer one = TcpServer.start(TcpServer.named("one"));
                TcpServer two = TcpServer.start(TcpServer.named("two"));
                TestGateway gateway = TestGateway.start(StreamYaml.stream("")
                        + Yaml.upstreams(Yaml.upstream(
                                "service", "balance: { algorithm: ring-hash }", one.port(), two.port())))) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                try (StreamClient client = StreamClient.connect(address(gateway))) {
                    names.add(client.line());
                }
            }
            assertThat(names).hasSize(6).containsOnly(names.getFirst());
        }
    }

    @Test
    void tlsToTheServiceIsTheGateways() throws Exception {
        Pki pki = new Pki(folder);
        try (TlsUpstream service = new TlsUpstream(pki.context(pki.issue("service", "db.test")), false)) {
            String tls = "tls: { ca: \"" + pki.ca() + "\", serverName: db.test }";
            try (TestGateway gateway = TestGateway.start(
                            StreamYaml.stream("") + Yaml.upstreams(Yaml.upstream("service", tls, service.port())));
                    StreamClient client = StreamClient.connect(address(gateway))) {
                client.send("GET / HTTP/1.1\r\n\r\n");
                assertThat(client.line()).startsWith("HTTP/1.1 200");
            }
            String other = "tls: { ca: \"" + pki.ca() + "\", serverName: other.test }";
            try (TestGateway gateway = TestGateway.start(
                            StreamYaml.stream("") + Yaml.upstreams(Yaml.upstream("service", other, service.port())));
                    StreamClient client = StreamClient.connect(address(gateway))) {
                assertThat(client.rest()).isEmpty();
                assertThat(metric(gateway, "api_gateway_stream_failures_total{reason=\"upstream.tls\""))
                        .isEqualTo(1);
            }
        }
    }

    /** TLS knows no half-closed connections: the service is heard to its end, and a silent one is left after a while. */
    @Test
    void aServiceBehindTlsIsHeardToItsEnd() throws Exception {
        Pki pki = new Pki(folder);
        SSLContext context = pki.context(pki.issue("service", "db.test"));
        try (SSLServerSocket listening =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5, null)) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listening.accept()) {
                    byte[] question = socket.getInputStream().readNBytes(8);
                    TestGateway.pause(500);
                    socket.getOutputStream().write(new byte[100_000]);
                    socket.getOutputStream().write(question);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            String tls = "tls: { ca: \"" + pki.ca() + "\", serverName: db.test }";
            try (TestGateway gateway = TestGateway.start(StreamYaml.stream("")
                            + Yaml.upstreams(Yaml.upstream("service", tls, listening.getLocalPort())));
                    StreamClient client = StreamClient.connect(address(gateway))) {
                assertThat(client.send("question").end().rest())
                        .hasSize(100_008)
                        .endsWith("question");
            }
            try (TlsUpstream silent = new TlsUpstream(context, false);
                    TestGateway gateway = TestGateway.start(
                            StreamYaml.stream("") + Yaml.upstreams(Yaml.upstream("service", tls, silent.port())));
                    StreamClient client = StreamClient.connect(address(gateway))) {
                assertThat(client.send("GET").end().rest()).isEmpty();
                assertThat(metric(gateway, "api_gateway_stream_failures_total")).isZero();
            }
        }
    }

    @Test
    void tlsOfClientsEndsHereWhereItIsConfigured() throws Exception {
        Pki pki = new Pki(folder);
        String tls = "tls: { certificates: [ { " + pki.files("db", pki.issue("db", "db.test")) + " } ] }";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(tls, server))) {
            try (SSLSocket client = Pki.connect(pki.context(), address(gateway), "db.test")) {
                assertThat(client.getSession().getPeerPrincipal().getName()).isEqualTo("CN=db");
                client.getOutputStream().write("secret".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().readNBytes(6)).asString().isEqualTo("secret");
            }
            TestGateway.await("the service's end", PATIENCE, () -> server.open() == 0);
            try (StreamClient client = StreamClient.connect(address(gateway))) {
                client.send("no TLS at all, no TLS at all\n");
                client.rest();
                assertThat(server.accepted()).isEqualTo(1);
                TestGateway.await(
                        "the failure",
                        PATIENCE,
                        () -> metric(gateway, "api_gateway_stream_failures_total{reason=\"stream.handshake\"") == 1);
            }
        }
    }

    @Test
    void reloadsTouchOnlyWhatTheyChange() throws Exception {
        try (TcpServer one = TcpServer.start(TcpServer::echo);
                TcpServer two = TcpServer.start(TcpServer.named("two"))) {
            String upstreams =
                    Yaml.upstreams(Yaml.upstream("service", "", one.port()), Yaml.upstream("other", "", two.port()));
            String a = "name: a, address: \"127.0.0.1:" + TcpServer.freePort() + "\", to: service";
            String b = "name: b, address: \"127.0.0.1:" + TcpServer.freePort() + "\", to: ";
            String c = "name: c, address: \"127.0.0.1:" + TcpServer.freePort() + "\", to: other";
            try (TestGateway gateway = TestGateway.start(StreamYaml.streams(a, b + "service") + upstreams)) {
                List<InetSocketAddress> before = gateway.gateway().streamAddresses();
                try (StreamClient onA = StreamClient.connect(before.get(0));
                        StreamClient onB = StreamClient.connect(before.get(1))) {
                    assertThat(onA.send("1").read(1)).isEqualTo("1");
                    assertThat(onB.send("1").read(1)).isEqualTo("1");
                    ReloadResult result = gateway.reload(StreamYaml.streams(b + "other", c) + upstreams);
                    assertThat(result.outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
                    assertThat(onA.send("2").read(1)).as("removed, but open").isEqualTo("2");
                    assertThat(onB.send("2").read(1)).as("changed, but open").isEqualTo("2");
                    try (StreamClient newB = StreamClient.connect(before.get(1));
                            StreamClient newC = StreamClient.connect(
                                    gateway.gateway().streamAddresses().get(1))) {
                        assertThat(newB.line()).isEqualTo("two");
                        assertThat(newC.line()).isEqualTo("two");
                    }
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                    () -> StreamClient.connect(before.get(0)).close()))
                            .as("the removed one listens no more")
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    /** A reload that changes an upstream is followed by streams that stay as they are. */
    @Test
    void newConnectionsGoToTheTargetsOfNow() throws Exception {
        try (TcpServer one = TcpServer.start(TcpServer.named("one"));
                TcpServer two = TcpServer.start(TcpServer.named("two"));
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", one))) {
            InetSocketAddress address = address(gateway);
            try (StreamClient client = StreamClient.connect(address)) {
                assertThat(client.line()).isEqualTo("one");
                gateway.reload(StreamYaml.tcp("", two));
                assertThat(address(gateway)).isEqualTo(address);
                try (StreamClient next = StreamClient.connect(address)) {
                    assertThat(next.line()).isEqualTo("two");
                }
                assertThat(one.open()).isEqualTo(1);
            }
        }
    }

    @Test
    void anAddressThatIsTakenLeavesAllAsItWas() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server))) {
            String taken = "name: t, address: \"127.0.0.1:" + server.port() + "\", to: service";
            ReloadResult result = gateway.reload(
                    StreamYaml.streams(taken) + Yaml.upstreams(Yaml.upstream("service", "", server.port())));
            assertThat(result.outcome()).isEqualTo(ReloadResult.Outcome.REFUSED);
            assertThat(result.diagnostics().toString()).contains("stream t").contains("cannot listen on");
            try (StreamClient client = StreamClient.connect(address(gateway))) {
                assertThat(client.send("x").read(1)).isEqualTo("x");
            }
        }
    }

    @Test
    void drainingLetsConnectionsEndWithinItsLimit() throws Exception {
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp("", server));
                StreamClient quick = StreamClient.connect(address(gateway));
                StreamClient slow = StreamClient.connect(address(gateway))) {
            assertThat(quick.send("1").read(1)).isEqualTo("1");
            assertThat(slow.send("1").read(1)).isEqualTo("1");
            long start = System.nanoTime();
            Thread drain = Thread.ofVirtual().start(() -> gateway.gateway().drain(Duration.ofSeconds(4)));
            TestGateway.pause(1_500);
            assertThat(quick.send("2").end().rest()).isEqualTo("2");
            assertThat(slow.send("3").read(1)).isEqualTo("3");
            drain.join();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(3), PATIENCE);
            assertThat(slow.rest()).isEmpty();
        }
    }
}
