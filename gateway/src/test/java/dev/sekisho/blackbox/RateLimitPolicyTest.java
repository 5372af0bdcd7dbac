package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits through listeners, event loops, upstream, log and metrics. */
@Timeout(120)
class RateLimitPolicyTest {

    private static String routes(String settings) {
        return Yaml.routes(
                "name: all, match: { path: /* }, policies: [ rate-limit: { " + settings + " } ], to: service");
    }

    private static TestGateway start(RawUpstream upstream, int loops, String settings) {
        return TestGateway.start(
                Yaml.listener("http2: { cleartext: true }")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + routes(settings),
                "nio",
                loops);
    }

    private static TestGateway start(RawUpstream upstream, String settings) {
        return start(upstream, 1, settings);
    }

    @Test
    void beyondTheLimitTheBackendIsNotAsked() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request ->
                        RawUpstream.ok("backend").replace("\r\n\r\n", "\r\nX-RateLimit-Remaining: 77\r\n\r\n"));
                TestGateway gateway = start(upstream, "limits: [ { requests: 2, per: day } ]")) {
            Message first = gateway.get("/a");
            assertThat(first.text()).isEqualTo("backend");
            assertThat(first.all("X-RateLimit-Remaining")).containsExactly("1");
            assertThat(gateway.get("/b").status()).isEqualTo(200);
            Message refused = gateway.get("/c");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Long.parseLong(refused.field("Retry-After").orElseThrow()))
                    .isBetween(40_000L, 43_200L);
            assertThat(refused.text())
                    .matches(
                            "\\{\"error\":\"rate_limit_exceeded\",\"message\":\"Too many requests; try again later.\",\"retryAfter\":\\d+,\"limit\":2}\n");
            assertThat(upstream.requests()).hasSize(2);
            assertThat(gateway.logged(line -> line.contains("/c"))).contains("\"reason\":\"policy.rate_limit\"");
            assertThat(metrics(gateway))
                    .contains("api_gateway_rate_limit_hits_total{endpoint=\"all\",identifier_type=\"address\"} 1.0\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed-window", "sliding-log", "sliding-window", "token-bucket", "leaky-bucket"})
    void twoLoopsAdmitExactlyTheLimit(String algorithm) throws Exception {
        String settings = "algorithm: " + algorithm + ", limits: [ { requests: 50, per: year } ]"
                + (algorithm.equals("leaky-bucket") ? ", burst: 49, nodelay: true" : "");
        AtomicInteger admitted = new AtomicInteger();
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, 2, settings)) {
            List<Thread> clients = new ArrayList<>();
            for (int c = 0; c < 6; c++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 25; i++) {
                        try {
                            admitted.addAndGet(gateway.get("/" + i).status() == 200 ? 1 : 0);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                }));
            }
            for (Thread client : clients) {
                client.join(Duration.ofSeconds(60));
            }
            assertThat(admitted.get()).isEqualTo(50);
            assertThat(upstream.requests()).hasSize(50);
        }
    }

    @Test
    void aStreamOfHttp2IsRefusedAlone() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "limits: [ { requests: 2, per: day } ], headers: [ draft ]");
                Http2Client client = Http2Client.connect(gateway.address())) {
            for (int stream = 1; stream <= 5; stream += 2) {
                Http2Client.Answer answer = client.get(stream, "/" + stream);
                assertThat(answer.status()).isEqualTo(stream < 5 ? 200 : 429);
                assertThat(answer.field("ratelimit")).startsWith("\"day\";r=" + Math.max(0, (3 - stream) / 2) + ";t=");
            }
        }
    }

    @Test
    void requestsOfALeakyBucketWait() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream, "algorithm: leaky-bucket, burst: 1, limits: [ { requests: 4, per: second } ]")) {
            long begin = System.nanoTime();
            assertThat(gateway.get("/a").status()).isEqualTo(200);
            assertThat(gateway.get("/b").status()).isEqualTo(200);
            assertThat(System.nanoTime() - begin)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(240).toNanos());
            assertThat(metrics(gateway)).contains("api_gateway_rate_limit_delayed_total");
        }
    }

    @Test
    void aClientThatLeavesEndsItsWait() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        start(upstream, "algorithm: leaky-bucket, burst: 5, limits: [ { requests: 1, per: hour } ]")) {
            assertThat(gateway.get("/first").status()).isEqualTo(200);
            try (RawClient client = gateway.connect()) {
                client.send(RawClient.request("GET", "/gone"));
                TestGateway.pause(50);
                client.reset();
            }
            assertThat(gateway.logged(line -> line.contains("/gone"))).contains("\"reason\":\"client.closed\"");
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void plansOfConsumersHaveTheirLimits() throws IOException {
        String yaml = "plans: [ { name: gold } ]\nconsumers:\n"
                + "  - { name: ann, plan: gold, keys: [ { key: key-of-ann } ] }\n"
                + "  - { name: bob, keys: [ { key: key-of-bob } ] }\n"
                + "routes: [ { name: all, match: { path: /* }, policies: [ key-auth: {}, rate-limit: { key: consumer,"
                + " limits: [ { requests: 1, per: day } ], plans: { gold: { limits: [ { requests: 3, per: day } ] } } } ],"
                + " to: service } ]\n";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + yaml)) {
            assertThat(statuses(gateway, 4, "X-API-Key: key-of-ann")).containsExactly(200, 200, 200, 429);
            assertThat(statuses(gateway, 2, "X-API-Key: key-of-bob")).containsExactly(200, 429);
            assertThat(statuses(gateway, 2, "X-API-Key: nobody")).containsExactly(401, 401);
        }
    }

    /** Fields that are too long, repeated, or not what they should be: counted, never an error. */
    @Test
    void hostileKeysAndCostsAreCounted() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "key: \"header:X-Client\", maxKeys: 10, limits: [ { requests: 5, per: day } ], cost: { header: X-Cost, max: 5 }")) {
            String wide = "x".repeat(7000);
            assertThat(statuses(gateway, 6, "X-Client: " + wide)).containsExactly(200, 200, 200, 200, 200, 429);
            assertThat(gateway.get("/", "X-Client: \u00ff\u0080", "X-Client: b").status())
                    .isEqualTo(200);
            assertThat(gateway.get("/", "X-Client: c", "X-Cost: 999999999999999999999")
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.get("/", "X-Client: c").status()).isEqualTo(429);
            for (int i = 0; i < 100; i++) {
                assertThat(gateway.get("/", "X-Client: flood" + i, "X-Cost: -5").status())
                        .isEqualTo(200);
            }
            assertThat(gateway.get("/", "X-Client: " + wide).status()).isEqualTo(429);
        }
    }

    private static String metrics(TestGateway gateway) throws IOException {
        try (RawClient client = RawClient.connect(gateway.admin())) {
            return client.admin("/metrics").text();
        }
    }

    private static List<Integer> statuses(TestGateway gateway, int count, String field) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(gateway.get("/", field).status());
        }
        return statuses;
    }
}
