package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens through a listener, with an issuer that publishes, rotates and fails. */
class JwtPolicyTest {

    private final TokenIssuer issuer = issuer();
    private final RawUpstream service = echo();

    private static TokenIssuer issuer() {
        try {
            return new TokenIssuer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawUpstream echo() {
        try {
            return RawUpstream.echo();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void makeKeys() {
        assertThat(SignedTokens.OTHER.getKeyID()).isNotEqualTo(SignedTokens.RSA.getKeyID());
    }

    @AfterEach
    void end() throws IOException {
        issuer.close();
        service.close();
    }

    private String yaml(String ofIssuer, String ofPolicy) {
        return Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", service))
                + "routes: [ { name: all, match: { path: /* }, policies: [ { jwt: { issuers: [ { issuer: \""
                + issuer.name() + "\"" + ofIssuer + " } ]" + ofPolicy + " } } ], to: service } ]\n";
    }

    private TestGateway start(String ofIssuer, String ofPolicy) {
        return TestGateway.start(yaml(ofIssuer, ofPolicy));
    }

    private static void assertRefused(TestGateway gateway, Message answer, int status, String error, String reason) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"error\":\"" + error + "\"");
        String id = answer.field("X-Request-ID").orElseThrow();
        assertThat(gateway.logged(line -> line.contains(id))).contains("\"reason\":\"" + reason + "\"");
    }

    @Test
    void theBackendLearnsWhoItIsAndNotTheToken() throws IOException {
        try (TestGateway gateway = start("", ", claimHeaders: { X-Tenant: tenant }")) {
            String token = issuer.token(SignedTokens.RSA, 60, ",\"tenant\":\"acme\",\"roles\":[\"a\",\"b\"]");
            Message answer = gateway.get(
                    "/", "Authorization: bearer " + token, "X-User-ID: admin", "X_User_Roles: admin", "X.Tenant: evil");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(service.only().all("X-User-ID")).containsExactly("u1");
            assertThat(service.only().all("X-User-Roles")).containsExactly("a,b");
            assertThat(service.only().all("X-Tenant")).containsExactly("acme");
            assertThat(service.only().head()).doesNotContain("evil", "admin", token);
            assertThat(gateway.get("/", "Authorization: Bearer " + token).status())
                    .isEqualTo(200);
            assertThat(issuer.fetches()).isEqualTo(1);
        }
    }

    @Test
    void refusalsHaveTheirBodiesChallengesAndReasons() throws IOException {
        try (TestGateway gateway = start("", ", scopes: [orders]")) {
            Message missing = gateway.get("/");
            assertRefused(gateway, missing, 401, "unauthorized", "auth.missing");
            assertThat(missing.field("WWW-Authenticate")).contains("Bearer realm=\"api\"");
            Message expired = gateway.get("/", "Authorization: Bearer " + issuer.token(SignedTokens.RSA, -31, ""));
            assertRefused(gateway, expired, 401, "token_expired", "auth.expired");
            assertThat(expired.text()).contains("\"expiredAt\":\"20");
            assertRefused(gateway, gateway.get("/", "Authorization: Bearer x"), 401, "invalid_token", "auth.invalid");
            Message scope = gateway.get("/", issuer.bearer(SignedTokens.RSA));
            assertRefused(gateway, scope, 403, "insufficient_scope", "auth.scope");
            assertThat(scope.text()).contains("\"requiredScopes\":[\"orders\"],\"currentScopes\":[]");
            assertThat(service.requests()).isEmpty();
        }
    }

    @Test
    void theTokenOfAQueryIsInNoLogAndNoRequest() throws IOException {
        try (TestGateway gateway = start("", ", from: [ { query: t } ]")) {
            String token = issuer.token(SignedTokens.RSA, 60, "");
            assertThat(gateway.get("/marked?a=1&t=" + token).status()).isEqualTo(200);
            assertThat(service.only().target()).isEqualTo("/marked?a=1");
            assertThat(gateway.logged(line -> line.contains("/marked"))).doesNotContain(token.substring(0, 20));
        }
    }

    @Test
    void theFirstRequestsWaitForOneFetchAndTheRestDoNot() throws Exception {
        issuer.hold();
        try (TestGateway gateway = start(", timeout: 1m", "")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.connect().send(RawClient.request("GET", "/", issuer.bearer(SignedTokens.RSA))));
            }
            try (RawClient gone = gateway.connect()) {
                String first = RawClient.request("GET", "/first"); // its answer shows that the gateway reads
                gone.send(first + RawClient.request("GET", "/gone", issuer.bearer(SignedTokens.RSA)));
                assertThat(gone.read().status()).isEqualTo(401);
                TestGateway.await("a fetch", () -> issuer.fetches() == 1);
                TestGateway.pause(100);
                gone.reset();
            }
            assertThat(gateway.logged(line -> line.contains("/gone"))).contains("\"reason\":\"client.closed\"");
            issuer.release();
            for (RawClient client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
                client.close();
            }
            assertThat(issuer.fetches()).isEqualTo(1);
            assertThat(service.requests())
                    .hasSize(20)
                    .noneMatch(request -> request.target().equals("/gone"));
        }
    }

    @Test
    void discoveryFindsTheKeys() throws IOException {
        try (TestGateway gateway = start(", discovery: true", "")) {
            assertThat(gateway.get("/", issuer.bearer(SignedTokens.RSA)).status())
                    .isEqualTo(200);
            assertThat(issuer.discoveries()).isEqualTo(1);
        }
    }

    @Test
    void noKeysYetAre503AndNeverAPass() throws IOException {
        issuer.answerWith(500);
        try (TestGateway gateway = start("", "")) {
            Message refused = gateway.get("/", issuer.bearer(SignedTokens.RSA));
            assertRefused(gateway, refused, 503, "service_unavailable", "auth.unavailable");
            Message none = gateway.get(
                    "/",
                    "Authorization: Bearer " + SignedTokens.base64("{\"alg\":\"none\"}") + "."
                            + SignedTokens.base64("{\"iss\":\"" + issuer.name() + "\",\"exp\":4000000000}") + ".");
            assertRefused(gateway, none, 401, "invalid_token", "auth.invalid");
            assertThat(service.requests()).isEmpty();
            issuer.answerWith(200);
            TestGateway.await("keys", () -> status(gateway, issuer.bearer(SignedTokens.RSA)) == 200);
        }
    }

    private static int status(TestGateway gateway, String field) {
        try {
            return gateway.get("/", field).status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSlowIssuerIs503AtItsTimeout() throws IOException {
        issuer.hold();
        try (TestGateway gateway = start(", timeout: 300ms", "")) {
            long start = System.nanoTime();
            Message refused = gateway.get("/", issuer.bearer(SignedTokens.RSA));
            assertRefused(gateway, refused, 503, "service_unavailable", "auth.unavailable");
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void rotationIsPickedUpAndAnOutageKeepsTheKeys() throws IOException {
        try (TestGateway gateway = start("", "")) {
            assertThat(status(gateway, issuer.bearer(SignedTokens.RSA))).isEqualTo(200);
            String before = issuer.bearer(SignedTokens.RSA);
            assertThat(status(gateway, before)).isEqualTo(200);
            issuer.publish(SignedTokens.OTHER);
            TestGateway.await("the new key", () -> status(gateway, issuer.bearer(SignedTokens.OTHER)) == 200);
            assertThat(issuer.fetches()).isEqualTo(2);
            assertThat(status(gateway, before))
                    .as("verified by a key that was withdrawn")
                    .isEqualTo(401);
            issuer.answerWith(500);
            for (int i = 0; i < 10; i++) {
                assertThat(status(gateway, issuer.bearer(SignedTokens.OTHER))).isEqualTo(200);
            }
        }
    }

    @Test
    void aThousandUnknownKeysCauseOneFetch() throws IOException {
        try (TestGateway gateway = start("", "")) {
            assertThat(status(gateway, issuer.bearer(SignedTokens.RSA))).isEqualTo(200);
            RSAKey evil = SignedTokens.rsa("evil");
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 1_000; i++) {
                    RSAKey named = new RSAKey.Builder(evil).keyID("evil" + i).build();
                    assertThat(client.get("/", issuer.bearer(named)).status()).isEqualTo(401);
                }
            }
            assertThat(issuer.fetches()).isBetween(1, 2);
            assertThat(status(gateway, issuer.bearer(SignedTokens.RSA))).isEqualTo(200);
            assertThat(service.requests()).hasSize(2);
        }
    }

    @Test
    void reloadsFetchNothing() throws IOException {
        try (TestGateway gateway = start("", "")) {
            assertThat(status(gateway, issuer.bearer(SignedTokens.RSA))).isEqualTo(200);
            for (int i = 1; i <= 5; i++) {
                gateway.reload(yaml("", ", scopes: [s" + i + "]"));
                assertThat(status(gateway, issuer.bearer(SignedTokens.RSA))).isEqualTo(403);
            }
            assertThat(issuer.fetches()).isEqualTo(1);
        }
    }

    @Test
    void hostileFieldsAreRefusedAndTheNextRequestIsServed() throws IOException {
        try (TestGateway gateway = start("", ", forwardOriginalToken: true")) {
            String token = issuer.token(SignedTokens.RSA, 60, "");
            for (String field : List.of(
                    "Authorization: Bearer",
                    "Authorization: Bearer ",
                    "Authorization: Bearer\t" + token,
                    "Authorization: Bearer " + token + " ,",
                    "Authorization: Bearer " + token + "," + token,
                    "Authorization: Bearer\u00a0" + token,
                    "Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + token,
                    "Authorization: Bearer " + "A".repeat(9_000),
                    "Authorization: Bearer " + ".".repeat(8_000),
                    "Authorization: " + token,
                    "Proxy-Authorization: Bearer " + token)) {
                assertThat(status(gateway, field)).as(field).isEqualTo(401);
            }
            assertThat(service.requests()).isEmpty();
            assertThat(status(gateway, "Authorization:   BEARER    " + token)).isEqualTo(200);
        }
    }
}
