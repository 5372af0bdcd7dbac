package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UDP that is passed on as it is: a session for each client address. */
class UdpStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String OPEN = "api_gateway_stream_open_connections{stream=\"s\"";

    private static String yaml(String more, UdpServer... servers) {
        return StreamYaml.stream("protocol: udp" + (more.isEmpty() ? "" : ", " + more))
                + Yaml.upstreams(Yaml.upstream(
                        "service",
                        "",
                        Arrays.stream(servers).mapToInt(UdpServer::port).toArray()));
    }

    private static double failures(TestGateway gateway, String reason) {
        return StreamTest.metric(gateway, "api_gateway_stream_failures_total{reason=\"" + reason + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void datagramsOfAllSizesGoBothWays(String transport) throws Exception {
        try (UdpServer server = UdpServer.echo();
                TestGateway gateway = TestGateway.start(yaml("", server), transport, 2);
                UdpClient client = new UdpClient(StreamTest.address(gateway))) {
            Random random = new Random(3);
            for (int size : new int[] {1, 1_400, 9_000, 65_000, 65_507}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                client.send(bytes);
                assertThat(client.receive(10_000))
                        .as(size + " bytes")
                        .hasValueSatisfying(answer -> assertThat(answer).isEqualTo(bytes));
            }
            assertThat(server.clients()).as("one session").isEqualTo(1);
            assertThat(StreamTest.metric(gateway, OPEN)).isEqualTo(1);
        }
    }

    @Test
    void aThousandClientsGetTheirOwnAnswers() throws Exception {
        try (UdpServer server = UdpServer.echo();
                TestGateway gateway = TestGateway.start(
                        yaml("timeouts: { session: 5m }", server),
                        System.getProperty("sekisho.transport", "auto"),
                        2)) {
            List<UdpClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 1_000; i++) {
                    UdpClient client = new UdpClient(StreamTest.address(gateway));
                    clients.add(client);
                    assertThat(client.ask("client " + i)).isEqualTo("client " + i);
                }
                for (int i = 0; i < 1_000; i++) {
                    assertThat(clients.get(i).ask("again " + i)).isEqualTo("again " + i);
                }
                assertThat(server.clients()).isEqualTo(1_000);
            } finally {
                clients.forEach(UdpClient::close);
            }
            assertThat(StreamTest.metric(gateway, "api_gateway_stream_connections_total{stream=\"s\""))
                    .isEqualTo(1_000);
        }
    }

    @Test
    void beyondTheLimitThereAreNoSessions() throws Exception {
        try (UdpServer server = UdpServer.echo();
                TestGateway gateway =
                        TestGateway.start(yaml("limits: { connections: 2 }, timeouts: { session: 1s }", server));
                UdpClient one = new UdpClient(StreamTest.address(gateway));
                UdpClient two = new UdpClient(StreamTest.address(gateway));
                UdpClient three = new UdpClient(StreamTest.address(gateway))) {
            assertThat(one.ask("1")).isEqualTo("1");
            assertThat(two.ask("2")).isEqualTo("2");
            three.send(new byte[] {1});
            assertThat(three.receive(300)).isEmpty();
            assertThat(failures(gateway, "stream.limit")).isEqualTo(1);
            assertThat(three.ask("3")).as("once a session has rested too long").isEqualTo("3");
        }
    }

    @Test
    void aSessionEndsWithItsLastResponse() throws Exception {
        byte[] answer = {9};
        try (UdpServer server = new UdpServer(question -> List.of(answer, answer, answer));
                TestGateway gateway = TestGateway.start(yaml("limits: { responses: 2 }", server));
                UdpClient client = new UdpClient(StreamTest.address(gateway))) {
            client.send(new byte[] {1});
            assertThat(client.receive(10_000)).isPresent();
            assertThat(client.receive(10_000)).isPresent();
            assertThat(client.receive(300)).as("one more than allowed").isEmpty();
            assertThat(StreamTest.metric(gateway, OPEN)).isZero();
        }
    }

    @Test
    void withoutResponsesASessionEndsAtOnce() throws Exception {
        try (UdpServer server = UdpServer.echo();
                TestGateway gateway = TestGateway.start(yaml("limits: { responses: 0 }", server));
                UdpClient client = new UdpClient(StreamTest.address(gateway))) {
            client.send(new byte[] {1});
            TestGateway.await("the datagram", PATIENCE, () -> server.received() == 1);
            assertThat(client.receive(300)).isEmpty();
            assertThat(StreamTest.metric(gateway, OPEN)).isZero();
        }
    }

    @Test
    void longDatagramsAreDroppedEitherWay() throws Exception {
        try (UdpServer server =
                        new UdpServer(question -> List.of(new byte[question.length == 100 ? 101 : question.length]));
                TestGateway gateway = TestGateway.start(yaml("limits: { datagram: 100B }", server));
                UdpClient client = new UdpClient(StreamTest.address(gateway))) {
            client.send(new byte[101]);
            assertThat(client.receive(300)).isEmpty();
            assertThat(server.received()).isZero();
            client.send(new byte[100]);
            assertThat(client.receive(300)).isEmpty();
            assertThat(server.received()).isEqualTo(1);
            client.send(new byte[99]);
            assertThat(client.receive(10_000)).isPresent();
            assertThat(failures(gateway, "stream.datagram_too_long")).isEqualTo(2);
        }
    }

    /** A closed port is heard of, and the client's next datagrams go to the other target. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void aDeadTargetIsLeft(String transport) throws Exception {
        UdpServer dead = UdpServer.echo();
        dead.close();
        String passive = "health: { passive: { tcpFailures: 1, retryAfter: 1m } }";
        try (UdpServer server = UdpServer.echo();
                TestGateway gateway = TestGateway.start(
                        StreamYaml.stream("protocol: udp")
                                + Yaml.upstreams(Yaml.upstream("service", passive, deadPort(), server.port())),
                        transport,
                        1)) {
            for (int i = 0; i < 4; i++) {
                try (UdpClient client = new UdpClient(StreamTest.address(gateway))) {
                    assertThat(client.ask("x" + i)).isEqualTo("x" + i);
                }
            }
            assertThat(failures(gateway, "upstream.connect_failed")).isEqualTo(1);
        }
    }

    private static int deadPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    /** One client address, one target, whatever the port. */
    @Test
    void hashingGoesByTheClientsAddress() throws Exception {
        try (UdpServer one = UdpServer.echo();
                UdpServer two = UdpServer.echo();
                TestGateway gateway = TestGateway.start(StreamYaml.stream("protocol: udp")
                        + Yaml.upstreams(
                                Yaml.upstream("service", "balance: { algorithm: maglev }", one.port(), two.port())))) {
            for (int i = 0; i < 6; i++) {
                try (UdpClient client = new UdpClient(StreamTest.address(gateway))) {
                    assertThat(client.ask("x" + i)).isEqualTo("x" + i);
                }
            }
            assertThat(Math.min(one.clients(), two.clients())).isZero();
            assertThat(Math.max(one.clients(), two.clients())).isEqualTo(6);
        }
    }

    @Test
    void turnsGoByClients() throws Exception {
        try (UdpServer one = UdpServer.echo();
                UdpServer two = UdpServer.echo();
                TestGateway gateway = TestGateway.start(yaml("", one, two))) {
            for (int i = 0; i < 4; i++) {
                try (UdpClient client = new UdpClient(StreamTest.address(gateway))) {
                    assertThat(client.ask("x" + i)).isEqualTo("x" + i);
                    assertThat(client.ask("y" + i)).isEqualTo("y" + i);
                }
            }
            assertThat(one.clients()).isEqualTo(2);
            assertThat(two.clients()).isEqualTo(2);
        }
    }

    /** Sessions of a stream that a reload does not change go on; those of one that it changes begin anew. */
    @Test
    void reloadsLeaveOtherStreamsSessionsAlone() throws Exception {
        try (UdpServer server = UdpServer.echo()) {
            String upstream = Yaml.upstreams(Yaml.upstream("service", "", server.port()));
            String a = "name: a, protocol: udp, address: \"127.0.0.1:" + deadPort() + "\", to: service";
            String b = "name: b, protocol: udp, address: \"127.0.0.1:" + deadPort() + "\", to: service";
            try (TestGateway gateway = TestGateway.start(StreamYaml.streams(a, b) + upstream);
                    UdpClient onA =
                            new UdpClient(gateway.gateway().streamAddresses().get(0));
                    UdpClient onB =
                            new UdpClient(gateway.gateway().streamAddresses().get(1))) {
                assertThat(onA.ask("1")).isEqualTo("1");
                assertThat(onB.ask("1")).isEqualTo("1");
                assertThat(server.clients()).isEqualTo(2);
                gateway.reload(StreamYaml.streams(a, b + ", timeouts: { session: 30s }") + upstream);
                assertThat(onA.ask("2")).isEqualTo("2");
                assertThat(server.clients()).as("the same session").isEqualTo(2);
                assertThat(onB.ask("2")).isEqualTo("2");
                assertThat(server.clients()).as("a new session").isEqualTo(3);
            }
        }
    }
}
