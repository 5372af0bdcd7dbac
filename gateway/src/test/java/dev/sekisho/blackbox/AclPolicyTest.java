package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups and consumers through a listener and to a service. */
class AclPolicyTest {

    private static final String CONSUMERS = """
            consumers:
              - { name: shop, groups: [ partners ], keys: [ { key: key-of-shop } ] }
              - { name: trial, groups: [ partners, trials ], keys: [ { key: key-of-trial } ] }
              - { name: alone, keys: [ { key: key-of-alone } ] }
            """;

    private static TestGateway start(RawUpstream upstream, String policies) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service")
                + CONSUMERS);
    }

    /** Who is denied is refused, whatever else allows it; who is in no list of several is refused too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow: [ partners ]                                | 200 | 200 | 403",
                "allow: [ partners ], deny: [ trials ]              | 200 | 403 | 403",
                "deny: [ trials ]                                   | 200 | 403 | 200",
                "allow: [ partners, trials ], deny: [ partners ]    | 403 | 403 | 403",
                "allowConsumers: [ alone ]                          | 403 | 403 | 200",
                "allow: [ partners ], allowConsumers: [ alone ]     | 200 | 200 | 200",
                "allow: [ partners ], denyConsumers: [ shop ]       | 403 | 200 | 403",
                "allowConsumers: [ shop ], denyConsumers: [ shop ]  | 403 | 403 | 403",
                "allow: [ PARTNERS, partner, shop ]                 | 403 | 403 | 403"
            })
    void groupsAndNamesDecide(String settings, int shop, int trial, int alone) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "key-auth: {}, acl: { " + settings + " }")) {
            assertThat(gateway.get("/", "X-API-Key: key-of-shop").status()).isEqualTo(shop);
            assertThat(gateway.get("/", "X-API-Key: key-of-trial").status()).isEqualTo(trial);
            assertThat(gateway.get("/", "X-API-Key: key-of-alone").status()).isEqualTo(alone);
            int passed = (int) java.util.stream.IntStream.of(shop, trial, alone)
                    .filter(status -> status == 200)
                    .count();
            assertThat(upstream.requests()).hasSize(passed);
        }
    }

    @Test
    void aRefusalSaysNothingOfTheListsAndIsLogged() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "key-auth: {}, acl: { allow: [ secret-group ] }")) {
            Message refused = gateway.get(
                    "/", "X-API-Key: key-of-shop", "X-Consumer-Groups: secret-group", "X-Consumer-ID: alone");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text())
                    .startsWith("{\"error\":\"forbidden\",\"message\":\"This is not allowed.\"")
                    .doesNotContain("secret-group", "shop");
            assertThat(refused.has("WWW-Authenticate")).isFalse();
            assertThat(gateway.logged(line -> line.contains("\"status\":403")))
                    .contains("\"reason\":\"auth.forbidden\"");
            assertThat(gateway.get("/").status()).as("nobody").isEqualTo(401);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    /** Without a policy that asks who it is, nobody may. */
    @Test
    void whoIsNotKnownMayNot() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(upstream, "acl: { deny: [ trials ] }")) {
            assertThat(gateway.get("/", "X-Consumer-ID: shop", "X-API-Key: key-of-shop")
                            .status())
                    .isEqualTo(403);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void theRolesOfATokenAreGroups() throws IOException {
        try (TokenIssuer issuer = new TokenIssuer();
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        "jwt: { issuers: [ { issuer: \"" + issuer.name()
                                + "\" } ], rolesClaim: realm.roles }, acl: { allow: [ admin ], deny: [ leaver ] }")) {
            assertThat(status(gateway, issuer, ",\"realm\":{\"roles\":[\"reader\",\"admin\"]}"))
                    .isEqualTo(200);
            assertThat(status(gateway, issuer, ",\"realm\":{\"roles\":[\"admin\",\"leaver\"]}"))
                    .isEqualTo(403);
            assertThat(status(gateway, issuer, ",\"realm\":{\"roles\":[\"administrator\"]}"))
                    .isEqualTo(403);
            assertThat(status(gateway, issuer, ",\"roles\":[\"admin\"]")).isEqualTo(403);
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    private static int status(TestGateway gateway, TokenIssuer issuer, String claims) throws IOException {
        return gateway.get("/", "Authorization: Bearer " + issuer.token(SignedTokens.RSA, 60, claims))
                .status();
    }
}
