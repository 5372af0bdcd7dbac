package dev.sekisho.blackbox;

import static dev.sekisho.dataplane.websocket.TestFrames.close;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What access log and metrics tell of who sent requests. */
class PrincipalTelemetryTest {

    private static final String CONSUMERS = """
            consumers:
              - { name: shop, groups: [ partners ], keys: [ { key: shop-key } ] }
              - { name: other, keys: [ { key: other-key } ] }
            """;

    private final ObjectMapper mapper = new ObjectMapper();

    private static TestGateway start(RawUpstream upstream) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* },"
                                + " policies: [ key-auth: { headers: [ X-API-Key ] }, acl: { allow: [ partners ] } ], to: service")
                + CONSUMERS);
    }

    private JsonNode logged(TestGateway gateway, String text) {
        return mapper.readTree(gateway.logged(line -> line.contains(text)));
    }

    private static void tells(JsonNode line, String consumer) {
        assertThat(line.get("auth_method").asString()).isEqualTo("key-auth");
        assertThat(line.get("consumer").asString()).isEqualTo(consumer);
        assertThat(line.get("subject").asString()).isEqualTo(consumer);
        assertThat(line.get("credential").asString()).isEqualTo(consumer + "/1");
    }

    @Test
    void knownClientsStandInTheLineOfTheirRequestAndOfNoOther() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.get("/known", "X-API-Key: shop-key").status()).isEqualTo(200);
            tells(logged(gateway, "/known"), "shop");
            assertThat(client.get("/nobody").status()).isEqualTo(401);
            assertThat(logged(gateway, "/nobody").propertyNames())
                    .doesNotContain("auth_method", "consumer", "subject", "credential");
            assertThat(gateway.log()).noneMatch(line -> line.contains("shop-key"));
        }
    }

    @Test
    void whoIsRefusedLaterIsKnownAllTheSame() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream)) {
            assertThat(gateway.get("/refused", "X-API-Key: other-key").status()).isEqualTo(403);
            JsonNode line = logged(gateway, "/refused");
            tells(line, "other");
            assertThat(line.get("reason").asString()).isEqualTo("auth.forbidden");
        }
    }

    @Test
    void webSocketsTellWhoOpenedThem() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(WebSockets.echo());
                TestGateway gateway = start(upstream);
                RawClient client = WebSockets.open(gateway, "X-API-Key: shop-key")) {
            client.send(close(1000, true));
            assertThat(WebSockets.read(client).code()).isEqualTo(1000);
            tells(logged(gateway, "\"status\":101"), "shop");
        }
    }

    @Test
    void metricsTellHowManyAreKnownAndHowManyAreRefused() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream)) {
            for (String key : new String[] {"shop-key", "shop-key", "other-key", "wrong"}) {
                gateway.get("/a", "X-API-Key: " + key);
                gateway.get("/a");
            }
            TestGateway.await("eight requests counted", () -> StreamTest.metric(gateway, "api_gateway_auth_re") == 8);
            String service = "route=\"all\",service=\"service\"}";
            assertThat(StreamTest.metric(
                            gateway, "api_gateway_auth_requests_total{auth_method=\"key-auth\"," + service))
                    .isEqualTo(2);
            for (String reason : new String[] {"auth.missing 4", "auth.forbidden 1", "auth.invalid 1"}) {
                String[] wanted = reason.split(" ");
                assertThat(StreamTest.metric(
                                gateway, "api_gateway_auth_refusals_total{reason=\"" + wanted[0] + "\"," + service))
                        .as(wanted[0])
                        .isEqualTo(Integer.parseInt(wanted[1]));
            }
        }
    }
}
