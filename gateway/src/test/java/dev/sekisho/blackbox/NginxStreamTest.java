package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Drafts;
import dev.sekisho.dialect.nginx.stream.Streams;
import dev.sekisho.model.Model;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.Telemetry;
import dev.sekisho.server.Gateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stream} of an nginx.conf says, served. */
class NginxStreamTest {

    @TempDir
    Path folder;

    private Gateway start(String text) throws Exception {
        Translation in = Drafts.stream(text);
        List<StreamListener> streams = Streams.of(in);
        Model model = new Model(
                List.of(),
                in.parts().upstreams(),
                List.of(),
                streams,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Telemetry.DEFAULT);
        return ModelGateway.start(folder, model, in.report().found());
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void aGroupAWeightAndABackupServeAsNginxWould() throws Exception {
        int port = TcpServer.freePort();
        try (TcpServer first = TcpServer.start(TcpServer.named("first"));
                TcpServer backup = TcpServer.start(TcpServer.named("backup"))) {
            String text =
                    "upstream db { server 127.0.0.1:" + first.port() + "; server 127.0.0.1:" + TcpServer.freePort()
                            + "; server 127.0.0.1:" + backup.port() + " backup; }\n"
                            + "server { listen 127.0.0.1:" + port + "; proxy_pass db; allow 127.0.0.1; deny all; }";
            try (Gateway gateway = start(text)) {
                assertThat(gateway.streamAddresses()).hasSize(1);
                for (int i = 0; i < 4; i++) {
                    try (StreamClient client = StreamClient.connect(at(port))) {
                        assertThat(client.line())
                                .as("a server that is gone is passed over")
                                .isEqualTo("first");
                    }
                }
            }
        }
    }

    @Test
    void namesOfTlsGoWhereTheMapSays() throws Exception {
        Pki pki = new Pki(folder);
        int port = TcpServer.freePort();
        try (TlsUpstream a = new TlsUpstream(pki.context(pki.issue("a", "a.test")), false);
                TlsUpstream others = new TlsUpstream(pki.context(pki.issue("others", "b.test", "x.a.test")), false);
                TcpServer blank = TcpServer.start(TcpServer.named("unused"))) {
            String text = "map $ssl_preread_server_name $to { hostnames; a.test 127.0.0.1:" + a.port()
                    + "; *.dead.test 127.0.0.1:" + blank.port() + "; default 127.0.0.1:" + others.port() + "; }\n"
                    + "server { listen 127.0.0.1:" + port + "; ssl_preread on; proxy_pass $to; }";
            try (Gateway gateway = start(text)) {
                assertThat(gateway.streamAddresses()).hasSize(1);
                assertThat(seen(pki, port, "a.test")).isEqualTo("CN=a");
                assertThat(seen(pki, port, "b.test")).isEqualTo("CN=others");
                assertThat(seen(pki, port, "x.a.test")).isEqualTo("CN=others");
                assertThat(blank.accepted()).isZero();
            }
        }
    }

    private static String seen(Pki pki, int port, String host) throws Exception {
        try (SSLSocket socket = Pki.connect(pki.context(), at(port), host)) {
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void datagramsGoBothWays() throws Exception {
        int port = TcpServer.freePort();
        try (UdpServer server = UdpServer.echo();
                Gateway gateway = start("server { listen 127.0.0.1:" + port + " udp; proxy_pass 127.0.0.1:"
                        + server.port() + "; proxy_responses 1; }");
                UdpClient client = new UdpClient(at(port))) {
            assertThat(gateway.streamAddresses()).hasSize(1);
            assertThat(client.ask("question")).isEqualTo("question");
        }
    }
}
