package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do, once others have found out who they are: through a listener and to a service. */
class RulesPolicyTest {

    private static final String RULES = """
            { key-auth: { anonymous: guest } },
              { rules: {
                deny: [ { name: admin, when: { paths: [ "/admin*" ] }, unless: { groups: [ staff ] } } ],
                allow: [
                  { when: { methods: [ GET, HEAD ] } },
                  { name: orders, when: { methods: [ POST ], paths: [ /orders ], consumers: [ shop, boss ] } } ] } }""";
    private static final String CONSUMERS = """
            consumers:
              - { name: guest }
              - { name: shop, keys: [ { key: shop-key } ] }
              - { name: boss, groups: [ staff ], keys: [ { key: boss-key } ] }
            """;

    private static TestGateway start(RawUpstream service, String policies, String more) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", service))
                + "routes:\n  - { name: all, match: { path: /* }, to: service, policies: [ " + policies + " ] }\n"
                + more);
    }

    private static int ask(TestGateway gateway, String method, String path, String key) throws IOException {
        try (RawClient client = gateway.connect()) {
            return client.send(RawClient.request(method, path, "X-API-Key: " + key, "Connection: close"))
                    .read()
                    .status();
        }
    }

    @Test
    void theConsumerThePathAndTheMethodDecide() throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                TestGateway gateway = start(service, RULES, CONSUMERS)) {
            assertThat(gateway.get("/orders").status()).isEqualTo(200);
            assertThat(ask(gateway, "GET", "/admin", "boss-key")).isEqualTo(200);
            assertThat(ask(gateway, "GET", "/admin", "shop-key")).isEqualTo(403);
            assertThat(ask(gateway, "DELETE", "/orders", "boss-key")).isEqualTo(403);
            assertThat(ask(gateway, "GET", "/orders", "wrong")).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin", "/x/../admin", "/%61dmin/users", "//admin", "/admin?a=/orders", "/./admin"})
    void noSpellingOfAPathPassesARule(String path) throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                TestGateway gateway = start(service, RULES, CONSUMERS)) {
            Message refused = gateway.get(path, "X-Consumer-ID: boss", "X_Consumer_Groups: staff");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).startsWith("{\"error\":\"forbidden\"").doesNotContain("admin");
            assertThat(gateway.logged(line -> line.contains("\"status\":403")))
                    .contains("\"reason\":\"auth.forbidden\"");
            assertThat(service.requests()).isEmpty();
        }
    }

    @Test
    void scopesOfATokenAreAskedFor() throws IOException {
        String policies =
                "{ jwt: { issuers: [ { issuer: ISSUER } ] } }, { scopes: { required: [ \"orders:write\" ] } }";
        try (TokenIssuer issuer = new TokenIssuer();
                RawUpstream service = RawUpstream.echo();
                TestGateway gateway = start(service, policies.replace("ISSUER", '"' + issuer.name() + '"'), "")) {
            String enough = issuer.token(SignedTokens.RSA, 60, ",\"scope\":\"orders:read orders:write\"");
            assertThat(gateway.get("/", "Authorization: Bearer " + enough).status())
                    .isEqualTo(200);
            String less = issuer.token(SignedTokens.RSA, 60, ",\"scope\":\"orders:read\"");
            Message refused = gateway.get("/", "Authorization: Bearer " + less);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.field("WWW-Authenticate"))
                    .contains("Bearer error=\"insufficient_scope\", scope=\"orders:write\"");
            assertThat(refused.text())
                    .contains("\"requiredScopes\":[\"orders:write\"]", "\"currentScopes\":[\"orders:read\"]");
            assertThat(service.requests()).hasSize(1);
        }
    }
}
