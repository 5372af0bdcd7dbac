package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the admin interface and the metrics page tell of upstreams. */
class UpstreamViewsTest {

    private static String admin(TestGateway gateway, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.admin().getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void theAdminInterfaceShowsTargetsBreakersAndRoutes() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> "HTTP/1.1 500 S\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream(
                                "service",
                                "breaker: { consecutiveFailures: 3 }, health: { passive: { httpFailures: 2 } }",
                                upstream))
                        + Yaml.ALL)) {
            for (int i = 0; i < 3; i++) {
                gateway.get("/");
            }
            JsonNode target = new ObjectMapper()
                    .readTree(admin(gateway, "/upstreams"))
                    .get("upstreams")
                    .get(0)
                    .get("targets")
                    .get(0);
            assertThat(target.get("port").asInt()).isEqualTo(upstream.port());
            assertThat(target.get("healthy").asBoolean()).isFalse();
            assertThat(target.get("standing").asString()).isEqualTo("skipped: answers: 2 bad statuses");
            JsonNode breaker = new ObjectMapper()
                    .readTree(admin(gateway, "/metrics/circuit-breakers"))
                    .get("service");
            assertThat(breaker.get("failedRequests").asInt()).isEqualTo(2);
            assertThat(breaker.get("currentState").asString()).isEqualTo("CLOSED");
            assertThat(breaker.get("consecutiveFailures").asInt()).isEqualTo(2);
            assertThat(admin(gateway, "/routes")).contains("\"name\":\"all\"", "\"service\":\"service\"");
            assertThat(admin(gateway, "/metrics"))
                    .contains("api_gateway_circuit_breaker_state{service=\"service\"} 0.0")
                    .contains("api_gateway_upstream_healthy{service=\"service\",target=\"127.0.0.1:" + upstream.port()
                            + "\"} 0.0");
        }
    }
}
