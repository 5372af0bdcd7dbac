package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several kinds of credentials through a listener, with an issuer of tokens that is slow or fails. */
class AnyOfPolicyTest {

    private static final String CONSUMERS = """
            consumers:
              - { name: shop, keys: [ { key: right-key } ] }
              - { name: tills, basic: [ { username: till, password: "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW" } ] }
            """;
    private static final String KEY = "X-API-Key: right-key";
    private static final String PAIR = "Authorization: Basic dGlsbDpzZWNyZXQ=";

    private TokenIssuer issuer;
    private RawUpstream service;

    @BeforeEach
    void start() throws IOException {
        issuer = new TokenIssuer();
        service = RawUpstream.echo();
        assertThat(SignedTokens.OTHER.getKeyID()).isNotEqualTo(SignedTokens.RSA.getKeyID());
    }

    @AfterEach
    void end() throws IOException {
        issuer.close();
        service.close();
    }

    private String yaml(String alternatives, String beside) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", service))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ any-of: { policies: [ " + alternatives
                        + " ] }" + beside + " ], to: service")
                + CONSUMERS;
    }

    private String jwt(String more) {
        return "jwt: { issuers: [ { issuer: \"" + issuer.name() + "\", timeout: 1m } ]" + more + " }";
    }

    private TestGateway gateway(String alternatives) {
        return TestGateway.start(yaml(alternatives, ""));
    }

    @Test
    void eachKindPassesAndTheServiceLearnsWhoItIs() throws IOException {
        try (TestGateway gateway = gateway(jwt("") + ", key-auth: { hideCredentials: true }, basic: {}")) {
            assertThat(gateway.get("/", issuer.bearer(SignedTokens.RSA)).text())
                    .contains("X-User-ID: u1\r\n")
                    .doesNotContain("Authorization", "X-Consumer-ID");
            assertThat(gateway.get("/", KEY, "X-Consumer-ID: tills").text())
                    .contains("X-Consumer-ID: shop\r\n")
                    .doesNotContain("right-key", "tills");
            assertThat(gateway.get("/", PAIR).text()).contains("X-Consumer-ID: tills\r\n", "X-User-ID: till\r\n");
            Message both = gateway.get("/", "Authorization: Bearer wrong.to.ken", KEY);
            assertThat(both.text()).contains("X-Consumer-ID: shop\r\n");
            assertThat(service.requests()).hasSize(4);
        }
    }

    @Test
    void refusalsHaveTheirBodiesChallengesAndReasons() throws IOException {
        try (TestGateway gateway = gateway(jwt("") + ", key-auth: {}, basic: {}")) {
            Message missing = gateway.get("/missing");
            assertThat(missing.status()).isEqualTo(401);
            assertThat(missing.all("WWW-Authenticate"))
                    .containsExactly(
                            "Bearer realm=\"api\"", "Key realm=\"api\"", "Basic realm=\"api\", charset=\"UTF-8\"");
            assertThat(missing.text()).startsWith("{\"error\":\"unauthorized\"");
            assertThat(gateway.logged(line -> line.contains("/missing"))).contains("\"reason\":\"auth.missing\"");
            Message wrong = gateway.get("/wrong", "X-API-Key: wrong-key", "Authorization: Basic dGlsbDp3cm9uZw==");
            assertThat(wrong.text()).startsWith("{\"error\":\"invalid_api_key\"");
            Message pair = gateway.get("/pair", "Authorization: Basic dGlsbDp3cm9uZw==");
            assertThat(pair.text()).startsWith("{\"error\":\"invalid_credentials\"");
            assertThat(gateway.logged(line -> line.contains("/wrong")))
                    .contains("\"reason\":\"auth.invalid\"")
                    .doesNotContain("wrong-key");
            Message expired = gateway.get("/", "Authorization: Bearer " + issuer.token(SignedTokens.RSA, -31, ""));
            assertThat(expired.text()).startsWith("{\"error\":\"token_expired\"");
            assertThat(service.requests()).isEmpty();
        }
    }

    /** An outage is no 401, and no obstacle for who shows something else that is right. */
    @Test
    void anIssuerThatIsDownIsA503() throws IOException {
        issuer.answerWith(500);
        try (TestGateway gateway = gateway(jwt("") + ", key-auth: {}, basic: {}")) {
            String token = issuer.bearer(SignedTokens.RSA);
            Message down = gateway.get("/down", token, "X-API-Key: wrong-key");
            assertThat(down.status()).isEqualTo(503);
            assertThat(down.text()).startsWith("{\"error\":\"service_unavailable\"");
            assertThat(gateway.logged(line -> line.contains("/down"))).contains("\"reason\":\"auth.unavailable\"");
            assertThat(gateway.get("/", token, KEY).status()).isEqualTo(200);
            assertThat(gateway.get("/", "X-API-Key: wrong-key").status()).isEqualTo(401);
            assertThat(service.requests()).hasSize(1);
        }
    }

    /** The key set is slow; the next alternative, a slow hash, is asked when it has come, and nobody waits for who has left. */
    @Test
    void alternativesThatTakeTimeAreWaitedFor() throws Exception {
        issuer.hold();
        try (TestGateway gateway = gateway(jwt(", from: [ { header: X-Token } ]") + ", basic: {}")) {
            String foreign = "X-Token: " + issuer.token(SignedTokens.OTHER, 60, "");
            try (RawClient waits = gateway.connect();
                    RawClient gone = gateway.connect()) {
                waits.send(RawClient.request("GET", "/waits", foreign, PAIR));
                gone.send(RawClient.request("GET", "/gone", foreign, PAIR));
                TestGateway.await("a fetch", () -> issuer.fetches() > 0);
                gone.close();
                gateway.logged(line -> line.contains("/gone"));
                assertThat(service.requests()).isEmpty();
                issuer.release();
                assertThat(waits.read().text()).contains("X-Consumer-ID: tills\r\n");
            }
            assertThat(service.requests()).hasSize(1);
            assertThat(gateway.get("/", foreign).text()).startsWith("{\"error\":\"invalid_token\"");
        }
    }

    /** Whoever shows a key is not asked for a token; what tells a token's claims is none the less no client's to send. */
    @Test
    void fieldsAndLogsAreGuardedByAlternativesThatAreNotAsked() throws IOException {
        String last = jwt(", claimHeaders: { X-Tenant: tenant }, from: [ { query: t } ]");
        try (TestGateway gateway = gateway("key-auth: {}, " + last)) {
            Message answer = gateway.get("/marked?t=a.secret.token", KEY, "X-Tenant: evil", "X_Tenant: evil");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(service.only().head()).doesNotContain("evil");
            assertThat(gateway.logged(line -> line.contains("/marked"))).doesNotContain("secret");
        }
    }

    @Test
    void whatStandsBesideItMustLetTheRequestPassToo() throws IOException {
        try (TestGateway gateway = TestGateway.start(yaml("key-auth: {}, basic: {}", ", " + jwt("")))) {
            assertThat(gateway.get("/", KEY).status()).isEqualTo(401);
            assertThat(gateway.get("/", issuer.bearer(SignedTokens.RSA)).status())
                    .isEqualTo(401);
            assertThat(gateway.get("/", KEY, issuer.bearer(SignedTokens.RSA)).text())
                    .contains("X-Consumer-ID: shop\r\n");
            assertThat(service.requests()).hasSize(1);
        }
    }

    @Test
    void aReloadThatCannotWorkSaysWhereAndChangesNothing() throws IOException {
        try (TestGateway gateway = gateway("key-auth: {}, basic: {}")) {
            ReloadResult wrong = gateway.reload(yaml("key-auth: {}, cors: { origins: [ \"*\" ] }", ""));
            assertThat(wrong.outcome()).isNotEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(wrong.toString()).contains("policies: cors (", "no alternative (expected: one of ip, ");
            assertThat(gateway.get("/", KEY).status()).isEqualTo(200);
        }
    }
}
