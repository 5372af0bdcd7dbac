package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Preflights through routing, policy and log. */
class PreflightTest {

    private static final String ORIGIN = "https://app.example.com";

    private static TestGateway with(String methods) {
        return TestGateway.start(Yaml.listener("")
                + "routes: [ { name: orders, match: { path: /orders, method: " + methods + " }, policies: [ { cors: {"
                + " origins: [ \"" + ORIGIN + "\" ], methods: [ POST ] } } ], to: { respond: { body: ok } } } ]\n");
    }

    private static Message preflight(TestGateway gateway, String origin) throws IOException {
        try (RawClient client = gateway.connect()) {
            return client.send(RawClient.request(
                            "OPTIONS", "/orders", "Origin: " + origin, "Access-Control-Request-Method: POST"))
                    .read();
        }
    }

    private static void assertLogged(TestGateway gateway, Message answer, String reason) {
        String id = answer.field("X-Request-ID").orElseThrow();
        assertThat(gateway.logged(line -> line.contains(id))).contains("\"reason\":\"" + reason + "\"");
    }

    @Test
    void thePolicysAnswersHaveItsReason() throws IOException {
        try (TestGateway gateway = with("[POST, OPTIONS]")) {
            Message allowed = preflight(gateway, ORIGIN);
            assertThat(allowed.status()).isEqualTo(204);
            assertThat(allowed.field("Access-Control-Allow-Origin")).contains(ORIGIN);
            assertLogged(gateway, allowed, "policy.cors");
            Message refused = preflight(gateway, "https://evil.example");
            assertThat(refused.status()).isEqualTo(403);
            assertLogged(gateway, refused, "policy.cors");
        }
    }

    @Test
    void aRouteWhoseMethodsLeaveOutOptionsGetsNoPreflight() throws IOException {
        try (TestGateway gateway = with("POST")) {
            Message answer = preflight(gateway, ORIGIN);
            assertThat(answer.status()).isEqualTo(404);
            assertLogged(gateway, answer, "route.none");
        }
    }
}
