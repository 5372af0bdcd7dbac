package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Answers to copies of requests are compared with those that clients get, through a listener to real services. */
class ShadowTest {

    private static final String COMPARED = "name: r, match: { path: /* }, to: service, mirror: { upstream: shadow, "
            + "compare: { ignoreJson: [ /at ], maxBody: 1KiB, samples: 2 } }";

    private static String json(String body, String... fields) {
        String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + more + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static TestGateway comparing(RawUpstream service, RawUpstream shadow) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", service), Yaml.upstream("shadow", "", shadow))
                + Yaml.routes(COMPARED));
    }

    private static String admin(TestGateway gateway, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.admin().getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static JsonNode report(TestGateway gateway, int pairs) throws Exception {
        for (int i = 0; i < 500; i++) {
            JsonNode report = new ObjectMapper()
                    .readTree(admin(gateway, "/shadow"))
                    .path("routes")
                    .path("r");
            int seen = 0;
            for (String result : List.of("same", "different", "not_compared")) {
                seen += report.path(result).asInt();
            }
            if (seen == pairs) {
                return report;
            }
            TestGateway.pause(10);
        }
        throw new AssertionError("waited in vain for " + pairs + " pairs");
    }

    @Test
    void differencesAreCountedSampledAndShown() throws Exception {
        try (RawUpstream service = RawUpstream.answering(r -> json("{\"at\":1,\"price\":10}", "X-A: 1"));
                RawUpstream shadow = RawUpstream.answering(r -> r.startLine().contains("/same")
                        ? json("{\"price\":10.0,\"at\":2}", "X-A: 1")
                        : json("{\"at\":3,\"price\":11}"));
                TestGateway gateway = comparing(service, shadow)) {
            assertThat(gateway.get("/same").text()).isEqualTo("{\"at\":1,\"price\":10}");
            for (int i = 0; i < 3; i++) {
                gateway.get("/other/" + i + "?token=secret");
            }
            JsonNode report = report(gateway, 4);
            assertThat(report.get("same").asInt()).isEqualTo(1);
            assertThat(report.get("different").asInt()).isEqualTo(3);
            assertThat(report.get("samples").toString())
                    .contains("\"where\":\"x-a\"", "\"where\":\"/price\"")
                    .doesNotContain("secret", "/at");
            assertThat(report.get("samples")).hasSize(2);
            assertThat(admin(gateway, "/metrics"))
                    .contains("api_gateway_shadow_comparisons_total{result=\"different\",route=\"r\"} 3.0")
                    .contains("api_gateway_shadow_differences_total{part=\"body\",route=\"r\"} 3.0")
                    .contains("api_gateway_shadow_differences_total{part=\"status\",route=\"r\"} 0.0");
        }
    }

    @Test
    void bodiesOfRequestsAreCopiedAndAnswersInChunksCompared() throws Exception {
        String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        try (RawUpstream service = RawUpstream.answering(r -> chunks);
                RawUpstream shadow = RawUpstream.answering(r -> RawUpstream.ok("abcde"));
                TestGateway gateway = comparing(service, shadow);
                RawClient client = gateway.connect()) {
            assertThat(client.post("/", "copied").text()).isEqualTo("abcde");
            assertThat(report(gateway, 1).get("same").asInt()).isEqualTo(1);
            assertThat(shadow.requests())
                    .singleElement()
                    .satisfies(r -> assertThat(r.text()).isEqualTo("copied"));
        }
    }

    @Test
    void copiesMayHaveAPathAndAHostOfTheirOwn() throws Exception {
        try (RawUpstream service = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                RawUpstream shadow = RawUpstream.answering(r -> RawUpstream.ok("copy"));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", service), Yaml.upstream("shadow", "", shadow))
                        + Yaml.routes("name: r, match: { path: /* }, to: service, mirror: { upstream: shadow, "
                                + "rewrite: { regex: { pattern: ^/a, replacement: /b }, host: shadow.test } }"))) {
            for (String path : List.of("/a/x?y=1", "/c")) {
                assertThat(gateway.get(path).text()).isEqualTo("ok");
            }
            TestGateway.await("the copies", () -> shadow.requests().size() >= 2);
            assertThat(shadow.requests()).extracting(Message::target).containsExactlyInAnyOrder("/b/x?y=1", "/c");
            assertThat(shadow.requests())
                    .allSatisfy(r -> assertThat(r.all("Host")).containsExactly("shadow.test"));
            assertThat(service.requests()).extracting(Message::target).containsExactly("/a/x?y=1", "/c");
            assertThat(service.requests()).noneMatch(r -> r.all("Host").contains("shadow.test"));
        }
    }

    @Test
    void whatCannotBeComparedIsCountedAndHurtsNoClient() throws Exception {
        String large = "x".repeat(2 << 10);
        try (RawUpstream service =
                        RawUpstream.answering(r -> RawUpstream.ok(r.startLine().contains("/large") ? large : "ok"));
                RawUpstream shadow = RawUpstream.start(connection -> {});
                TestGateway gateway = comparing(service, shadow)) {
            assertThat(gateway.get("/large").text()).isEqualTo(large);
            assertThat(gateway.get("/").text()).isEqualTo("ok");
            assertThat(report(gateway, 2).get("not_compared").asInt()).isEqualTo(2);
        }
    }
}
