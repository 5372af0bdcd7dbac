package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that serve clients of some addresses, and what does not speak TLS. */
class StreamAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String NOBODY = "{ allow: false, from: [ 0.0.0.0/0, \"::/0\" ] }";
    private static final String DENIED = "api_gateway_stream_failures_total{reason=\"stream.denied\"";

    @TempDir
    Path folder;

    @Test
    void theFirstRuleThatHoldsTheAddressDecides() throws Exception {
        String access = "access: [ { allow: true, from: [ 127.0.0.0/8 ] }, " + NOBODY + " ]";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(access, server));
                StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
            assertThat(client.send("hello").read(5)).isEqualTo("hello");
            assertThat(StreamTest.metric(gateway, DENIED)).isZero();
        }
    }

    @Test
    void othersAreClosedAndReachNoService() throws Exception {
        String access = "access: [ { allow: true, from: [ 10.0.0.0/8 ] }, " + NOBODY + " ]";
        try (TcpServer server = TcpServer.start(TcpServer.named("service"));
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(access, server));
                StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
            assertThat(client.send("hello").rest()).isEmpty();
            TestGateway.await("the count", PATIENCE, () -> StreamTest.metric(gateway, DENIED) == 1);
            assertThat(server.accepted()).isZero();
            assertThat(gateway.logged(line -> line.contains("\"stream\""))).contains("\"reason\":\"stream.denied\"");
        }
    }

    @Test
    void theAddressThatAProxyAnnouncesCounts() throws Exception {
        String rules =
                "proxyProtocol: { trusted: [ 127.0.0.1 ] }, access: [ { allow: false, from: [ 203.0.113.0/24 ] } ]";
        try (TcpServer server = TcpServer.start(TcpServer::echo);
                TestGateway gateway = TestGateway.start(StreamYaml.tcp(rules, server))) {
            try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                assertThat(client.send("PROXY TCP4 203.0.113.7 198.51.100.1 1 2\r\nhello")
                                .rest())
                        .isEmpty();
            }
            try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                assertThat(client.send("PROXY TCP4 203.0.114.7 198.51.100.1 1 2\r\nhello")
                                .read(5))
                        .isEqualTo("hello");
            }
        }
    }

    @Test
    void datagramsOfOthersAreDropped() throws Exception {
        String access = "protocol: udp, access: [ { allow: false, from: [ 127.0.0.0/8 ] } ]";
        try (UdpServer server = UdpServer.echo();
                TestGateway gateway = TestGateway.start(
                        StreamYaml.stream(access) + Yaml.upstreams(Yaml.upstream("service", "", server.port())));
                UdpClient client = new UdpClient(StreamTest.address(gateway))) {
            client.send(new byte[] {1});
            TestGateway.await("the count", PATIENCE, () -> StreamTest.metric(gateway, DENIED) >= 1);
            assertThat(server.received()).isZero();
        }
    }

    @Test
    void whatSpeaksNoTlsGoesToTheOthersWhereThatIsWanted() throws Exception {
        Pki pki = new Pki(folder);
        try (TcpServer ssh = TcpServer.start(TcpServer::echo);
                TlsUpstream web = new TlsUpstream(pki.context(pki.issue("a", "a.test")), false);
                TestGateway gateway = TestGateway.start(StreamYaml.streams(
                                "name: s, address: \"127.0.0.1:0\", to: ssh, "
                                        + "plain: true, sni: [ { hosts: [ a.test ], to: web } ]")
                        + Yaml.upstreams(Yaml.upstream("ssh", "", ssh.port()), Yaml.upstream("web", "", web.port())))) {
            try (StreamClient client = StreamClient.connect(StreamTest.address(gateway))) {
                assertThat(client.send("SSH-2.0-x\r\n").line()).isEqualTo("SSH-2.0-x\r");
            }
            try (SSLSocket socket = Pki.connect(pki.context(), StreamTest.address(gateway), "a.test")) {
                assertThat(socket.getSession().getPeerPrincipal().getName()).isEqualTo("CN=a");
            }
        }
    }
}
