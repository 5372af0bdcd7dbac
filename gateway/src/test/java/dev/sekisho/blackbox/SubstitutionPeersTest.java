package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same upstream behind nginx's sub_filter and behind this gateway. */
@Timeout(60)
class SubstitutionPeersTest {

    private static final String[][] SETS = {
        {"abb", "1"},
        {"ab", "1", "abb", "2"},
        {"abb", "2", "ab", "1"},
        {"bab", "xx", "a", "ab", "bb", ""},
        {"aab", "<aab>", "b", "c", "aa", "A"}
    };

    @TempDir
    Path folder;

    @Test
    void bodiesAreThoseOfNginx() throws IOException {
        int port = TcpServer.freePort();
        List<String> bodies = bodies();
        try (RawUpstream upstream = RawUpstream.answering(request -> answer(request.target(), bodies));
                Programs nginx = Programs.nginx(folder, port, nginx(port, upstream.port()));
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + routes())) {
            assertThat(nginx).isNotNull();
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (RawClient theirs = RawClient.connect(peer);
                    RawClient ours = gateway.connect()) {
                for (int set = 0; set < SETS.length; set++) {
                    for (String once : new String[] {"once", "all"}) {
                        for (int i = 0; i < bodies.size(); i++) {
                            String path = "/" + set + once + "/" + i;
                            assertThat(ours.get(path).text())
                                    .as("%s: %s", path, bodies.get(i))
                                    .isEqualTo(theirs.get(path).text());
                        }
                    }
                }
            }
            for (String path : new String[] {"/0all/0", "/0all/css"}) {
                assertThat(seen(gateway.address(), path)).as(path).isEqualTo(seen(peer, path));
            }
        }
    }

    /** What the two agree on; nginx removes an ETag and leaves Accept-Ranges, here it is the other way round. */
    private static String seen(InetSocketAddress address, String path) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            Message answer = client.get(path);
            return answer.status() + " " + answer.all("Last-Modified") + answer.all("Content-Encoding") + "\n"
                    + answer.text();
        }
    }

    private static List<String> bodies() {
        Random random = new Random(99);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            StringBuilder body = new StringBuilder();
            for (int length = random.nextInt(80); length > 0; length--) {
                body.append("aabbABx".charAt(random.nextInt(7)));
            }
            bodies.add(
                    body + "\n...."); // in the last bytes of a body nginx misses a text that a longer one begins with
        }
        return bodies;
    }

    private static String answer(String target, List<String> bodies) {
        String what = target.substring(target.lastIndexOf('/') + 1);
        String more = "Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT\r\nAccept-Ranges: bytes\r\n";
        return switch (what) {
            case "css" -> CompressionPolicyTest.sized(more + "Content-Type: text/css\r\n", "abb");
            default -> {
                int index = Integer.parseInt(what);
                yield index % 2 == 0
                        ? CompressionPolicyTest.sized(more + "Content-Type: text/html\r\n", bodies.get(index))
                        : CompressionPolicyTest.chunked(
                                more + "Content-Type: text/html\r\n", bodies.get(index), 1 + index % 4);
            }
        };
    }

    private static String nginx(int port, int upstream) {
        StringBuilder text = new StringBuilder("access_log off;\nserver {\n  listen 127.0.0.1:" + port + ";\n");
        for (int set = 0; set < SETS.length; set++) {
            for (String once : new String[] {"once", "all"}) {
                text.append("  location /")
                        .append(set)
                        .append(once)
                        .append("/ { proxy_pass http://127.0.0.1:")
                        .append(upstream)
                        .append("; proxy_http_version 1.1; sub_filter_once ")
                        .append(once.equals("once") ? "on" : "off")
                        .append(";");
                for (int i = 0; i < SETS[set].length; i += 2) {
                    text.append(" sub_filter '")
                            .append(SETS[set][i])
                            .append("' '")
                            .append(SETS[set][i + 1])
                            .append("';");
                }
                text.append(" }\n");
            }
        }
        return text.append("}\n").toString();
    }

    private static String routes() {
        StringBuilder text = new StringBuilder("routes:\n");
        for (int set = 0; set < SETS.length; set++) {
            for (String once : new String[] {"once", "all"}) {
                text.append("  - { name: r")
                        .append(set)
                        .append(once)
                        .append(", match: { path: /")
                        .append(set)
                        .append(once)
                        .append("/* }, to: service, policies: [ { substitution: { replace: [ ");
                for (int i = 0; i < SETS[set].length; i += 2) {
                    text.append(i == 0 ? "" : ", ")
                            .append("{ find: \"")
                            .append(SETS[set][i])
                            .append("\", with: \"")
                            .append(SETS[set][i + 1])
                            .append("\", ignoreCase: true, once: ")
                            .append(once.equals("once"))
                            .append(" }");
                }
                text.append(" ] } } ] }\n");
            }
        }
        return text.toString();
    }
}
