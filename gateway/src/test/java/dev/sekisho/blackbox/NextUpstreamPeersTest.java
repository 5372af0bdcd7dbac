package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of servers behind nginx and behind the gateway: who is asked, how often, and what the client gets. */
class NextUpstreamPeersTest {

    private static final String HEALTH =
            "health: { noTargetStatus: 502, passive: { statuses: [\"503\"], httpFailures: 1, tcpFailures: 1, timeouts: 1, "
                    + "window: 10s, retryAfter: 10s, together: true, sole: false } }";

    /** What of the model the dialect of nginx writes for proxy_next_upstream. */
    private static String retry(int attempts, String on, String more) {
        return "retry: { attempts: " + attempts + ", on: [" + on
                + "], backoff: { kind: immediate, retryAfter: false }, "
                + "budget: { percent: 1000, minPerSecond: 100000 }" + more + " }";
    }

    /** A service that answers with its name and that status. */
    private static RawUpstream named(String name, int status) throws IOException {
        return RawUpstream.answering(request -> CacheRig.response(status, name, "Connection: keep-alive"));
    }

    /** One whose connections end without an answer. */
    private static RawUpstream silent() throws IOException {
        return RawUpstream.start(connection -> connection.request());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static List<String> run(InetSocketAddress address, List<String> requests) throws IOException {
        List<String> results = new ArrayList<>();
        for (String method : requests) {
            try (RawClient client = RawClient.connect(address)) {
                Message answer = client.send(RawClient.request(method, "/")).read(method);
                results.add(method + " " + answer.status() + (answer.status() < 300 ? " " + answer.text() : ""));
            }
        }
        return results;
    }

    private void same(
            Path folder, String group, String directives, String upstream, List<String> requests, int... ports)
            throws IOException {
        int port = closedPort();
        StringBuilder servers = new StringBuilder();
        for (int each : ports) {
            servers.append("server 127.0.0.1:")
                    .append(each)
                    .append(' ')
                    .append(group)
                    .append(";\n");
        }
        try (Programs nginx = Programs.nginx(folder, port, """
                upstream app {
                  %s
                }
                server {
                  listen 127.0.0.1:%d;
                  location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; %s }
                }
                """.formatted(servers, port, directives));
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", upstream, ports)) + Yaml.ALL,
                        System.getProperty("sekisho.transport", "auto"),
                        1)) {
            List<String> theirs = run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), requests);
            assertThat(run(gateway.address(), requests)).isEqualTo(theirs);
        }
    }

    @Test
    void aRefusedConnectionGoesToTheNextServer(@TempDir Path folder) throws IOException {
        try (RawUpstream good = named("good", 200)) {
            String upstream = retry(100, "connect-failure, reset, timeout", ", targets: 1000000") + ", " + HEALTH;
            same(folder, "", "", upstream, List.of("GET", "POST", "GET"), closedPort(), good.port());
        }
    }

    @Test
    void whatMayHaveArrivedGoesOnOnlyWhereTheMethodAllowsIt(@TempDir Path folder) throws IOException {
        try (RawUpstream good = named("good", 200);
                RawUpstream silent = silent()) {
            String upstream = retry(100, "connect-failure, reset, timeout", ", targets: 1000000")
                    + ", health: { noTargetStatus: 502 }";
            same(
                    folder,
                    "max_fails=0",
                    "",
                    upstream,
                    List.of("POST", "GET", "GET", "POST"),
                    silent.port(),
                    good.port());
        }
    }

    @Test
    void offAsksOneServerOnly(@TempDir Path folder) throws IOException {
        try (RawUpstream good = named("good", 200)) {
            String upstream = retry(0, "", ", targets: 1") + ", " + HEALTH;
            same(
                    folder,
                    "",
                    "proxy_next_upstream off;",
                    upstream,
                    List.of("GET", "GET", "GET"),
                    closedPort(),
                    good.port());
        }
    }

    @Test
    void triesBoundHowManyAreAsked(@TempDir Path folder) throws IOException {
        try (RawUpstream good = named("good", 200)) {
            String upstream = retry(100, "connect-failure, reset, timeout", ", targets: 2") + ", " + HEALTH;
            same(
                    folder,
                    "",
                    "proxy_next_upstream_tries 2;",
                    upstream,
                    List.of("GET"),
                    closedPort(),
                    closedPort(),
                    good.port());
        }
    }

    @Test
    void whereAllRestTheAnswerIs502(@TempDir Path folder) throws IOException {
        String upstream = retry(100, "connect-failure, reset, timeout", ", targets: 1000000") + ", " + HEALTH;
        same(folder, "", "", upstream, List.of("GET", "GET", "GET"), closedPort(), closedPort());
    }

    @Test
    void theOnlyServerIsAskedOn(@TempDir Path folder) throws IOException {
        Function<Message, String> answers = new Function<>() {
            private int count;

            @Override
            public synchronized String apply(Message request) {
                return CacheRig.response(count++ % 2 == 0 ? 503 : 200, "sole");
            }
        };
        try (RawUpstream one = RawUpstream.answering(answers)) {
            String upstream =
                    retry(100, "connect-failure, status", ", statuses: [\"503\"], targets: 1000000") + ", " + HEALTH;
            same(
                    folder,
                    "",
                    "proxy_next_upstream error timeout http_503;",
                    upstream,
                    List.of("GET", "GET", "GET", "GET"),
                    one.port());
        }
    }

    @Test
    void aStatusThatIsNamedGoesToTheNextServer(@TempDir Path folder) throws IOException {
        try (RawUpstream good = named("good", 200);
                RawUpstream bad = named("bad", 503)) {
            String upstream =
                    retry(100, "connect-failure, reset, timeout, status", ", statuses: [\"503\"], targets: 1000000")
                            + ", " + HEALTH;
            same(
                    folder,
                    "",
                    "proxy_next_upstream error timeout http_503;",
                    upstream,
                    List.of("GET", "GET", "POST", "GET"),
                    bad.port(),
                    good.port());
        }
    }
}
