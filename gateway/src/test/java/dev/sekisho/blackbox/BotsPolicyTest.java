package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs by the name that they give themselves, through a listener. */
@Timeout(60)
class BotsPolicyTest {

    private static final String POLICY =
            "bots: { allow: [ \"^ourmonitor/\" ], deny: [ \"(?i)badbot\", \"^Java/\" ], scanners: deny, missing: deny }";

    private static TestGateway gateway(RawUpstream upstream, String policy) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policy + " ], to: service"));
    }

    @ParameterizedTest
    @CsvSource({
        "Mozilla/5.0 (X11; Linux), 200",
        "ourmonitor/1 badbot, 200",
        "Some BadBot/2, 403",
        "Java/21, 403",
        "not Java/21, 200",
        "sqlmap/1.8, 403",
        "Googlebot/2.1, 200"
    })
    void userAgentsAreLetInOrRefused(String agent, int status) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, POLICY);
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/a", "User-Agent: " + agent).status()).isEqualTo(status);
            }
            try (Http2Client http2 = Http2Client.connect(gateway.address())) {
                assertThat(http2.get(1, "/a", "user-agent", agent).status()).isEqualTo(status);
            }
            assertThat(upstream.requests()).hasSize(status == 200 ? 4 : 0);
        }
    }

    @Test
    void whatCannotBeJudgedIsRefused() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, POLICY)) {
            Message refused = gateway.get("/a");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text())
                    .startsWith("{\"error\":\"forbidden\",\"message\":\"This client may not ask here.\"");
            assertThat(gateway.get("/a", "User-Agent:").status()).isEqualTo(403);
            assertThat(gateway.get("/a", "User-Agent: a", "User-Agent: ourmonitor/1")
                            .status())
                    .isEqualTo(403);
            assertThat(gateway.get("/a", "User-Agent: ourmonitor/" + "x".repeat(600))
                            .status())
                    .isEqualTo(403);
            assertThat(upstream.requests()).isEmpty();
            assertThat(gateway.logged(line -> line.contains("\"status\":403"))).contains("\"reason\":\"policy.bot\"");
            assertThat(StreamTest.metric(gateway, "api_gateway_bot_requests_total{list=\"missing\"}"))
                    .isEqualTo(2);
            assertThat(StreamTest.metric(gateway, "api_gateway_bot_requests_total{list=\"long\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aDryRunCountsAndLetsAllPass() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, POLICY.replace(" }", ", dryRun: true }"))) {
            assertThat(gateway.get("/a", "User-Agent: badbot").status()).isEqualTo(200);
            assertThat(StreamTest.metric(gateway, "api_gateway_bot_requests_total{list=\"denied\"}"))
                    .isEqualTo(1);
        }
    }
}
