package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** API keys through a listener and to a service, over both protocols. */
class KeyAuthPolicyTest {

    private static final String CONSUMERS = """
            plans: [ { name: gold } ]
            consumers:
              - { name: shop, plan: gold, groups: [ partners ], keys: [ { key: new-key }, { key: old-key, expires: 2020-01-01T00:00:00Z } ] }
              - { name: guest }
            """;
    private static final String HIDING =
            "key-auth: { headers: [ X-API-Key ], query: [ k ], cookies: [ ck ], scheme: ApiKey, hideCredentials: true }";

    private static String yaml(String upstreams, String policies, String more) {
        return Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(upstreams)
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service")
                + more;
    }

    private static TestGateway start(RawUpstream upstream, String policies) {
        return TestGateway.start(yaml(Yaml.upstream("service", "", upstream), policies, CONSUMERS));
    }

    @Test
    void theServiceLearnsTheConsumerAndNotTheKey() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, HIDING)) {
            for (String[] sent : new String[][] {
                {"/a?x=1&y", "X-API-Key: new-key"},
                {"/a?x=1&k=new-key&y", "X-Other: 1"},
                {"/a?x=1&y", "Cookie: a=1; ck=new-key; b=2"},
                {"/a?k=no&x=1&y", "Authorization: ApiKey new-key", "X-API-Key: new-key"}
            }) {
                String[] fields = Arrays.copyOfRange(sent, 1, sent.length);
                Message answer = gateway.get(sent[0], fields);
                assertThat(answer.status()).as(sent[1]).isEqualTo(200);
                assertThat(answer.text())
                        .startsWith("GET /a?x=1&y HTTP/1.1\r\n")
                        .contains("X-Consumer-ID: shop\r\n")
                        .doesNotContain("new-key", "k=");
            }
            assertThat(upstream.requests().get(2).field("Cookie")).contains("a=1; b=2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-API-Key: nothing",
                "X-API-Key: ",
                "X-API-Key: new-key\r\nX-API-Key: new-key",
                "X-API-Key: old-key",
                "X-API-Key: new-key\u00ff",
                "X_API_Key: new-key",
                "X-Consumer-ID: shop",
                "x-consumer.id: shop",
                "X-Anonymous-Consumer: true"
            })
    void whatIsNoKeyReachesNobody(String fields) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, HIDING)) {
            Message refused = gateway.get("/a", fields.split("\r\n"));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("WWW-Authenticate")).contains("ApiKey realm=\"api\"");
            assertThat(refused.text()).startsWith("{\"error\":\"").doesNotContain("-key\"", "new-key");
            assertThat(gateway.get("/a", "X-API-Key: new-key").status())
                    .as("on a new connection")
                    .isEqualTo(200);
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void theLogShowsTheReasonAndNoKey() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "key-auth: { query: [ k ] }")) {
            assertThat(gateway.get("/first?k=new-key&x=1").text()).startsWith("GET /first?k=new-key&x=1 HTTP/1.1\r\n");
            assertThat(gateway.get("/second?k=nearly-new-key").status()).isEqualTo(401);
            assertThat(gateway.get("/third").status()).isEqualTo(401);
            assertThat(gateway.logged(line -> line.contains("/first")))
                    .contains("k=*******&x=1")
                    .doesNotContain("new-key");
            assertThat(gateway.logged(line -> line.contains("/second")))
                    .contains("\"reason\":\"auth.invalid\"")
                    .doesNotContain("new-key");
            assertThat(gateway.logged(line -> line.contains("/third"))).contains("\"reason\":\"auth.missing\"");
        }
    }

    @Test
    void aPreflightIsAnsweredBeforeAnyKeyIsAskedFor() throws IOException {
        String cors = "cors: { origins: [ \"https://app.test\" ] }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, cors + ", " + HIDING);
                RawClient client = gateway.connect()) {
            Message preflight = client.send(RawClient.request(
                            "OPTIONS", "/a", "Origin: https://app.test", "Access-Control-Request-Method: GET"))
                    .read();
            assertThat(preflight.status()).isEqualTo(204);
            Message refused = client.get("/a", "Origin: https://app.test");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("Access-Control-Allow-Origin")).contains("https://app.test");
        }
    }

    @Test
    void anonymousClientsPassAsTheirConsumerAndGroupsDecide() throws IOException {
        String policies = "key-auth: { anonymous: guest }, acl: { allow: [ partners ], allowConsumers: [ guest ] }";
        String closed = "key-auth: { anonymous: guest }, acl: { allow: [ partners ] }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, policies)) {
            assertThat(gateway.get("/a").text()).contains("X-Consumer-ID: guest\r\n", "X-Anonymous-Consumer: true\r\n");
            assertThat(gateway.get("/a", "X-API-Key: wrong").status()).isEqualTo(401);
            String next = yaml(Yaml.upstream("service", "", upstream), closed, CONSUMERS);
            assertThat(gateway.reload(next).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            Message refused = gateway.get("/a");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).startsWith("{\"error\":\"forbidden\"");
            assertThat(gateway.logged(line -> line.contains("\"status\":403")))
                    .contains("\"reason\":\"auth.forbidden\"");
            assertThat(gateway.get("/a", "X-API-Key: new-key").status()).isEqualTo(200);
        }
    }

    @Test
    void aKeyThatAReloadTakesAwayIsUnknownAtOnce() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, HIDING)) {
            assertThat(gateway.get("/a", "X-API-Key: new-key").status()).isEqualTo(200);
            String other = CONSUMERS.replace("new-key", "newer-key");
            String next = yaml(Yaml.upstream("service", "", upstream), HIDING, other);
            assertThat(gateway.reload(next).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(gateway.get("/a", "X-API-Key: new-key").status()).isEqualTo(401);
            assertThat(gateway.get("/a", "X-API-Key: newer-key").status()).isEqualTo(200);
        }
    }

    @Test
    void overHttp2OnBothSidesTheQueryIsTheSame() throws IOException {
        try (Http2Service service = Http2Service.start(call -> call.answer(200, "fine"));
                TestGateway gateway = TestGateway.start(
                        yaml(Yaml.upstream("service", "protocol: http2", service.port()), HIDING, CONSUMERS));
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(client.get(1, "/a?x=%2f&k=new-key&&y=1").status()).isEqualTo(200);
            assertThat(client.get(3, "/a?k=new-key").status()).isEqualTo(200);
            assertThat(client.get(5, "/a", "x-api-key", "new-key", "x-api-key", "new-key")
                            .status())
                    .isEqualTo(401);
            assertThat(client.get(7, "/a", "cookie", "ck=new-key", "cookie", "b=1")
                            .status())
                    .isEqualTo(200);
            assertThat(service.calls())
                    .extracting(Http2Service.Call::path)
                    .containsExactly("/a?x=%2f&&y=1", "/a", "/a");
            assertThat(service.calls().getLast().header("cookie")).isEqualTo("b=1");
            assertThat(service.calls().getLast().header("x-consumer-id")).isEqualTo("shop");
            assertThat(gateway.log()).noneMatch(line -> line.contains("new-key"));
        }
    }
}
