package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits on what responses use, through a listener and a service that says so. */
@Timeout(120)
class ResponseRateLimitPolicyTest {

    private static final String SHOP = "X-API-Key: key-of-shop";
    private static final String TILL = "X-API-Key: key-of-till";

    private static TestGateway start(RawUpstream upstream, String settings) {
        return TestGateway.start(
                Yaml.listener("http2: { cleartext: true }")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes(
                                "name: all, match: { path: /* }, policies: [ key-auth: {}, response-rate-limit: { "
                                        + settings + " } ], to: service")
                        + "consumers: [ { name: shop, keys: [ { key: key-of-shop } ] }, { name: till, keys: [ { key: key-of-till } ] } ]\n");
    }

    /** A service that uses what the path says, such as /video=2. */
    private static RawUpstream service() throws IOException {
        return RawUpstream.answering(request -> "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Kong-Limit: "
                + request.target().substring(1) + "\r\n\r\nok");
    }

    @Test
    void whatIsUsedUpIsRefused() throws IOException {
        try (RawUpstream upstream = service();
                TestGateway gateway = start(
                        upstream,
                        "limits: { video: [ { uses: 3, per: year } ], sms: [ { uses: 9, per: year } ] }, header: X-Kong-Limit")) {
            Message first = gateway.get("/video=2,sms=1", SHOP);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.has("X-Kong-Limit")).isFalse();
            assertThat(first.field("X-RateLimit-Limit-Video-Year")).hasValue("3");
            assertThat(first.field("X-RateLimit-Remaining-Video-Year")).hasValue("1");
            assertThat(first.field("X-RateLimit-Remaining-Sms-Year")).hasValue("8");
            assertThat(gateway.get("/video=2", SHOP).status())
                    .as("one more, which the backend has done")
                    .isEqualTo(200);
            assertThat(upstream.requests().getLast().all("X-RateLimit-Remaining-Video"))
                    .containsExactly("1");
            Message refused = gateway.get("/sms=1", SHOP, "X-RateLimit-Remaining-Video: 7");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.field("Retry-After")).isPresent();
            assertThat(refused.field("X-RateLimit-Remaining-Video-Year")).hasValue("0");
            assertThat(refused.text()).startsWith("{\"error\":\"rate_limit_exceeded\"");
            assertThat(upstream.requests()).hasSize(2);
            assertThat(gateway.get("/video=1", TILL).status()).isEqualTo(200);
            assertThat(gateway.logged(line -> line.contains("\"status\":429")))
                    .contains("\"reason\":\"policy.rate_limit\"");
            try (RawClient admin = RawClient.connect(gateway.admin())) {
                assertThat(admin.admin("/metrics").text())
                        .containsPattern("api_gateway_response_rate_limit_hits_total\\S* 1\\.0\n");
            }
        }
    }

    @Test
    void whereTheBackendDecidesItsAnswerIsReplaced() throws IOException {
        try (RawUpstream upstream = service();
                TestGateway gateway = start(
                        upstream,
                        "limits: { video: [ { uses: 1, per: year } ] }, header: X-Kong-Limit, refuseFirst: false");
                Http2Client second = Http2Client.connect(gateway.address());
                RawClient client = gateway.connect()) {
            assertThat(client.get("/video", SHOP).status()).isEqualTo(200);
            Message unlimited = client.get("/other=5", SHOP);
            assertThat(unlimited.status()).isEqualTo(200);
            assertThat(upstream.requests().getLast().all("X-RateLimit-Remaining-Video"))
                    .containsExactly("0");
            Message replaced = client.get("/video", SHOP);
            assertThat(replaced.status()).isEqualTo(429);
            assertThat(replaced.text()).doesNotContain("ok").contains("rate_limit_exceeded");
            assertThat(client.get("/", SHOP).status())
                    .as("on the same connection")
                    .isEqualTo(200);
            assertThat(second.get(1, "/video", "x-api-key", "key-of-shop").status())
                    .isEqualTo(429);
        }
    }

    @Test
    void hostileUseDoesNoHarm() throws IOException {
        try (RawUpstream upstream = service();
                TestGateway gateway =
                        start(upstream, "limits: { video: [ { uses: 100, per: year } ] }, header: X-Kong-Limit")) {
            for (String path : new String[] {
                "/video=-5",
                "/video=1e9",
                "/video==3",
                "/=7",
                "/,,,=,",
                "/video=0x10",
                "/video2=4",
                "/" + "video=,".repeat(300)
            }) {
                Message answer = gateway.get(path, SHOP);
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.field("X-RateLimit-Remaining-Video-Year"))
                        .as(path)
                        .hasValue("100");
            }
            assertThat(gateway.get("/video=99999999999999999999999", SHOP).field("X-RateLimit-Remaining-Video-Year"))
                    .hasValue("0");
        }
    }
}
