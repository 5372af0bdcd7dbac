package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies for some clients only, through a listener and to a service. */
@Timeout(120)
class AudiencePolicyTest {

    private static final String SHOP = "X-API-Key: key-of-shop";
    private static final String TILL = "X-API-Key: key-of-till";
    private static final String OTHER = "X-API-Key: key-of-other";

    private static final String CONSUMERS = """
        plans: [ { name: gold } ]
        consumers:
          - { name: shop, groups: [ partners ], keys: [ { key: key-of-shop } ] }
          - { name: till, groups: [ partners ], plan: gold, keys: [ { key: key-of-till } ] }
          - { name: other, keys: [ { key: key-of-other } ] }
        """;

    private static String yaml(RawUpstream upstream, String global, String own) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + "policies: [ " + global + " ]\n"
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ " + own + " ], to: service",
                        "name: second, match: { path: /second/* }, to: service")
                + CONSUMERS;
    }

    private static String limit(int requests, String audience) {
        return "{ rate-limit: { limits: [ { requests: " + requests + ", per: year } ], key: route }"
                + (audience.isEmpty() ? "" : ", for: { " + audience + " }") + " }";
    }

    private static String left(TestGateway gateway, String path, String... fields) throws IOException {
        Message answer = gateway.get(path, fields);
        return answer.status() + " " + answer.field("X-RateLimit-Remaining").orElse("-");
    }

    @Test
    void eachClientHasTheFirstVariantThatIsMeantForIt() throws IOException {
        String own = "key-auth: {}," + limit(50, "") + "," + limit(10, "consumers: [ shop ]") + ","
                + limit(20, "groups: [ partners ], plans: [ gold ]");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, "", own))) {
            assertThat(left(gateway, "/", SHOP)).isEqualTo("200 9");
            assertThat(left(gateway, "/", TILL)).isEqualTo("200 19");
            assertThat(left(gateway, "/", OTHER)).isEqualTo("200 49");
            assertThat(left(gateway, "/", SHOP)).isEqualTo("200 8");
            assertThat(gateway.get("/").status()).as("nobody").isEqualTo(401);
        }
    }

    /** With equal limits and keys the counts of two variants were those of one policy. */
    @Test
    void variantsCountApartAndGoOnCountingAfterAReload() throws IOException {
        String own = "key-auth: {}," + limit(10, "consumers: shop") + "," + limit(10, "consumers: till");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, "", own))) {
            assertThat(left(gateway, "/", SHOP)).isEqualTo("200 9");
            assertThat(left(gateway, "/", SHOP)).isEqualTo("200 8");
            assertThat(left(gateway, "/", TILL)).isEqualTo("200 9");
            assertThat(left(gateway, "/", OTHER)).as("none is meant for it").isEqualTo("200 -");
            String changed = own + ", request-headers: { set: { X-Changed: \"1\" } }";
            assertThat(gateway.reload(yaml(upstream, "", changed)).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(left(gateway, "/", SHOP)).isEqualTo("200 7");
            assertThat(left(gateway, "/", TILL)).isEqualTo("200 8");
            assertThat(upstream.requests().getLast().toString()).contains("X-Changed");
        }
    }

    @Test
    void thoseOnEveryRouteServeWhereTheRouteHasNoneForEverybody() throws IOException {
        String global = "key-auth: {}," + limit(30, "consumers: shop") + "," + limit(40, "");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, global, limit(10, "consumers: till")))) {
            assertThat(left(gateway, "/", TILL)).isEqualTo("200 9");
            assertThat(left(gateway, "/", SHOP)).isEqualTo("200 29");
            assertThat(left(gateway, "/", OTHER)).isEqualTo("200 39");
            assertThat(left(gateway, "/second/", TILL)).isEqualTo("200 39");
        }
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, global, limit(5, "")))) {
            assertThat(left(gateway, "/", SHOP))
                    .as("the route's own, for everybody")
                    .isEqualTo("200 4");
        }
    }

    /** A body is gathered for the variant that serves, and passes by where none does. */
    @Test
    void variantsMayWaitForBodies() throws IOException {
        String own = "key-auth: {},"
                + "{ response-body: { json: { remove: [ a ] } }, for: { consumers: shop } },"
                + "{ response-body: { json: { remove: [ secret ] } }, for: { consumers: till } }";
        try (RawUpstream upstream = RawUpstream.answering(request -> RawUpstream.ok("{\"secret\":1,\"a\":2}")
                        .replace("\r\n\r\n", "\r\nContent-Type: application/json\r\n\r\n"));
                TestGateway gateway = TestGateway.start(yaml(upstream, "", own))) {
            assertThat(gateway.get("/", SHOP).text()).isEqualTo("{\"secret\":1}");
            assertThat(gateway.get("/", TILL).text()).isEqualTo("{\"a\":2}");
            assertThat(gateway.get("/", OTHER).text()).isEqualTo("{\"secret\":1,\"a\":2}");
        }
    }

    @Test
    void aCacheForSomeIsPurgedLikeAnyOther() throws IOException {
        String own =
                "key-auth: {}, { cache: { ttl: { \"200\": 1h }, key: \"{path} {consumer}\" }, for: { groups: partners"
                        + " } }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, "", own))) {
            assertThat(gateway.get("/a", SHOP).field("X-Cache-Status")).hasValue("MISS");
            assertThat(gateway.get("/a", SHOP).field("X-Cache-Status")).hasValue("HIT");
            assertThat(gateway.get("/a", TILL).field("X-Cache-Status")).hasValue("MISS");
            assertThat(gateway.get("/a", OTHER).has("X-Cache-Status")).isFalse();
            try (RawClient admin = RawClient.connect(gateway.admin())) {
                assertThat(admin.send("POST /caches/purge?all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                                        + "Connection: close\r\n\r\n")
                                .read()
                                .text())
                        .contains("\"purged\":2");
            }
            assertThat(gateway.get("/a", SHOP).field("X-Cache-Status")).hasValue("MISS");
        }
    }
}
