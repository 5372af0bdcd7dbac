package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Drafts;
import dev.sekisho.dialect.nginx.socket.Sockets;
import dev.sekisho.model.Model;
import dev.sekisho.server.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's address by nginx's realip module, and by the listener that its directives become. */
@Timeout(60)
class RealIpPeersTest {

    private static final String ROUTES = Yaml.listener("")
            + Yaml.routes(
                    "name: all, match: { path: /* }, policies: [ steps: { run: [ { return: { body: \"{clientAddress}\" } } ] } ],"
                            + " to: { respond: { status: 500 } }");

    private static final String[] VALUES = {
        "203.0.113.9",
        "203.0.113.9, 10.0.0.7",
        "203.0.113.9,10.0.0.7",
        "203.0.113.9 10.0.0.7",
        "10.0.0.7, 10.0.0.8",
        "203.0.113.9, 192.0.2.1, 10.0.0.8",
        "evil.test",
        "203.0.113.9, evil.test",
        "evil.test, 203.0.113.9",
        "evil.test, 10.0.0.7",
        "203.0.113.9:4711",
        "203.0.113.9:4711, 10.0.0.7:80",
        "[2001:db8::7]:80",
        "2001:db8::1",
        "203.0.113.9, ",
        ", 203.0.113.9",
        ",",
        "",
        "203.0.113.999",
        "203.0.113",
        "203.0.113.9/32",
        "unix:",
        "-",
    };

    @TempDir
    Path folder;

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String server(int port, String settings) {
        return "server { listen 127.0.0.1:" + port + "; " + settings
                + " location / { default_type text/plain; return 200 $remote_addr; } }";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "set_real_ip_from 10.0.0.0/8; real_ip_header X-Forwarded-For;",
                "set_real_ip_from 127.0.0.0/8;",
                "set_real_ip_from 127.0.0.0/8; set_real_ip_from 10.0.0.0/8; real_ip_header X-Forwarded-For;",
                "set_real_ip_from 127.0.0.0/8; set_real_ip_from 10.0.0.0/8; real_ip_header X-Forwarded-For; real_ip_recursive on;",
                "set_real_ip_from 127.0.0.1; set_real_ip_from 10.0.0.7; real_ip_header X-Client; real_ip_recursive on;",
            })
    void bothSeeTheSameClient(String settings) throws Exception {
        int port = TcpServer.freePort();
        Translation in = Drafts.http(server(TcpServer.freePort(), settings));
        Model model = ModelGateway.of(Sockets.of(in).listeners(), ROUTES);
        try (Programs nginx = Programs.nginx(folder, port, "access_log off; " + server(port, settings));
                Gateway gateway = ModelGateway.start(folder, model, in.report().found());
                RawClient theirs = RawClient.connect(loopback(port));
                RawClient ours = RawClient.connect(gateway.addresses().getFirst())) {
            for (String name : new String[] {"X-Forwarded-For", "X-Real-IP", "X-Client"}) {
                for (String value : VALUES) {
                    assertThat(seen(ours, name + ": " + value))
                            .as("%s: %s", name, value)
                            .isEqualTo(seen(theirs, name + ": " + value));
                }
            }
            assertThat(nginx).isNotNull();
        }
    }

    private static String seen(RawClient client, String field) throws IOException {
        return client.get("/", field).text();
    }
}
