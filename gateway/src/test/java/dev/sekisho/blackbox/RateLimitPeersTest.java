package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same requests to nginx's limit_req and to this gateway, at rates at which the time that a test takes cannot matter. */
@Timeout(60)
class RateLimitPeersTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "1r/m, minute, '', '', 3",
        "1r/m, minute, burst=4 nodelay, 'burst: 4, nodelay: true,', 8",
        "1r/m, minute, burst=5 delay=5, 'burst: 5, delay: 5,', 9",
        "2r/m, minute, burst=3 nodelay, 'burst: 3, nodelay: true,', 7"
    })
    void answersAsNginxDoes(String rate, String per, String theirs, String ours, int requests) throws IOException {
        int port = TcpServer.freePort();
        String settings = "algorithm: leaky-bucket, status: 503, " + ours + " limits: [ { requests: "
                + rate.substring(0, rate.indexOf('r')) + ", per: " + per + " } ]";
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("backend"));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        limit_req_zone $binary_remote_addr zone=all:1m rate=%s;
                        server {
                          listen 127.0.0.1:%d;
                          location / { limit_req zone=all %s; proxy_pass http://127.0.0.1:%d; }
                        }
                        """.formatted(rate, port, theirs, service.port()));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", service))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ rate-limit: { " + settings
                                + " } ], to: service"))) {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            List<Integer> expected = statuses(peer, requests);
            assertThat(expected).contains(200, 503);
            assertThat(statuses(gateway.address(), requests)).isEqualTo(expected);
            assertThat(nginx).isNotNull();
        }
    }

    /** Who finds a full bucket is refused at once; who waits, is heard after its turn and not before. */
    @ParameterizedTest
    @CsvSource({"burst=2, 'burst: 2,', 2", "burst=4 delay=2, 'burst: 4, delay: 2,', 2"})
    void waitsAsLongAsNginxDoes(String theirs, String ours, int waiting) throws IOException {
        int port = TcpServer.freePort();
        String settings = "algorithm: leaky-bucket, status: 503, " + ours + " limits: [ { requests: 5, per: second } ]";
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("backend"));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        limit_req_zone $binary_remote_addr zone=all:1m rate=5r/s;
                        server {
                          listen 127.0.0.1:%d;
                          location / { limit_req zone=all %s; proxy_pass http://127.0.0.1:%d; }
                        }
                        """.formatted(port, theirs, service.port()));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", service))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ rate-limit: { " + settings
                                + " } ], to: service"))) {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (InetSocketAddress address : List.of(peer, gateway.address())) {
                long begin = System.nanoTime();
                List<RawClient> clients = new ArrayList<>();
                for (int i = 0; i < 3 + (theirs.contains("delay") ? 2 : 0); i++) {
                    RawClient client = RawClient.connect(address);
                    clients.add(client);
                    client.send(RawClient.request("GET", "/" + i));
                }
                for (RawClient client : clients) {
                    assertThat(client.read().status()).isEqualTo(200);
                    client.close();
                }
                long took = (System.nanoTime() - begin) / 1_000_000;
                assertThat(took).as("of %s", address).isGreaterThanOrEqualTo(200L * waiting - 5);
            }
            assertThat(nginx).isNotNull();
        }
    }

    private static List<Integer> statuses(InetSocketAddress address, int count) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (RawClient client = RawClient.connect(address)) {
                statuses.add(client.get("/" + i).status());
            }
        }
        return statuses;
    }
}
