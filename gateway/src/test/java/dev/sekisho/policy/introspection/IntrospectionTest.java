package dev.sekisho.policy.introspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.Policies;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest {

    private static final String TOKEN = "opaque-token-1";

    private final ChainHarness harness = new ChainHarness();
    private final IntrospectionSettings settings = new IntrospectionSettings();

    private Exchange ask(Policy policy, String target, String... fields) {
        int heads = harness.heads();
        Exchange x = Asked.ask(harness, policy, target, fields);
        harness.runLoop();
        assertThat(harness.heads()).as("answers").isEqualTo(heads + 1);
        return x;
    }

    private Exchange bear(Policy policy, String token) {
        return ask(policy, "/", "Authorization: Bearer " + token);
    }

    private static String header(Exchange x, String name) {
        return x.request().headers().get(HeaderName.of(name)).orElse("");
    }

    private void assertRefused(Exchange x, int status, String error, Reason reason) {
        assertThat(harness.status()).as(x.detail()).isEqualTo(status);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\",\"message\":\"" + reason.message() + "\"");
        assertThat(x.reason()).isEqualTo(reason);
        assertThat(x.detail()).doesNotContain(TOKEN, IntrospectionSettings.SECRET);
        assertThat(harness.body() + harness.fields()).doesNotContain(TOKEN, IntrospectionSettings.SECRET);
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void anActiveTokenPassesAndTheBackendLearnsWhoItIs() {
        settings.answer = "{\"active\":true,\"sub\":\"u1\",\"email\":\"u1@example.com\",\"roles\":[\"a\",\"b\"],"
                + "\"scope\":\"read write\",\"client_id\":\"app\",\"tenant\":\"acme\"}";
        Exchange x = ask(
                settings.policy("tokenTypeHint: access_token, claimHeaders: { X-Tenant: tenant }"),
                "/",
                "Authorization: Bearer " + TOKEN,
                "X_Tenant: evil");
        assertThat(harness.status()).as(x.detail()).isEqualTo(200);
        assertThat(header(x, "X-User-ID")).isEqualTo("u1");
        assertThat(header(x, "X-User-Email")).isEqualTo("u1@example.com");
        assertThat(header(x, "X-User-Roles")).isEqualTo("a,b");
        assertThat(header(x, "X-Tenant")).isEqualTo("acme");
        assertThat(header(x, "X_Tenant")).isEmpty();
        assertThat(header(x, "Authorization")).isEmpty();
        assertThat(x.principal().method()).isEqualTo("introspection");
        assertThat(x.principal().subject()).isEqualTo("u1");
        assertThat(x.principal().credential()).isEqualTo("app");
        assertThat(x.principal().scopes()).containsExactlyInAnyOrder("read", "write");
        assertThat(x.principal().groups()).containsExactlyInAnyOrder("a", "b");
        assertThat(x.principal().claims()).containsEntry("tenant", "acme");
    }

    @Test
    void theEndpointIsAskedAsRfc7662Says() {
        bear(settings.policy("tokenTypeHint: access_token"), "a+b/c=&d");
        assertThat(settings.asked).hasSize(1);
        assertThat(settings.asked.getFirst().method()).isEqualTo("POST");
        assertThat(settings.asked.getFirst().uri()).hasToString(IntrospectionSettings.ENDPOINT);
        assertThat(settings.asked.getFirst().headers())
                .containsEntry("Accept", "application/json")
                .containsEntry("Content-Type", "application/x-www-form-urlencoded")
                .containsKey("Authorization");
        assertThat(settings.body()).isEqualTo("token=a%2Bb%2Fc%3D%26d&token_type_hint=access_token");
        String basic = String.valueOf(settings.asked.getFirst().headers().get("Authorization"))
                .substring(6);
        assertThat(Base64.getDecoder().decode(basic)).startsWith('g', 'w', ':');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"active\":true,\"sub\":\"s\",\"username\":\"n\",\"client_id\":\"c\"} | s | s",
                "{\"active\":true,\"username\":\"n\",\"client_id\":\"c\"} | n | n",
                "{\"active\":true,\"client_id\":\"c\"} | c | ''",
                "{\"active\":true,\"sub\":17} | 17 | 17",
                "{\"active\":true} | '' | ''"
            })
    void whoItIsIsTheSubjectElseTheUserElseTheClient(String answer, String subject, String userId) {
        settings.answer = answer;
        Exchange x = bear(settings.policy(""), TOKEN);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().subject()).isEqualTo(subject);
        assertThat(header(x, "X-User-ID")).isEqualTo(userId);
    }

    @Test
    void withoutATokenTheAnswerIsTheChallengeAndNobodyIsAsked() {
        Exchange x = ask(settings.policy("realm: orders"), "/");
        assertRefused(x, 401, "unauthorized", Reason.AUTH_MISSING);
        assertThat(harness.fields()).contains("WWW-Authenticate: Bearer realm=\"orders\"\n");
        assertThat(settings.asked).isEmpty();
    }

    @Test
    void anInactiveTokenIsRefused() {
        settings.answer = "{\"active\":false,\"sub\":\"u1\",\"scope\":\"all\"}";
        Exchange x = bear(settings.policy(""), TOKEN);
        assertRefused(x, 401, "invalid_token", Reason.AUTH_INVALID);
        assertThat(harness.fields())
                .contains("WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\","
                        + " error_description=\"The token is not valid\"\n");
        assertThat(x.principal().isKnown()).isFalse();
    }

    @Test
    void aTokenThatHasEndedIsRefusedWhateverTheEndpointSays() {
        long now = settings.now.getEpochSecond();
        settings.answer = "{\"active\":true,\"exp\":" + (now - 30) + "}";
        Exchange x = bear(settings.policy(""), TOKEN);
        assertRefused(x, 401, "token_expired", Reason.AUTH_EXPIRED);
        assertThat(harness.body()).contains("\"expiredAt\":\"2026-12-31T23:59:30Z\"");
    }

    @Test
    void aTokenThatEndsWhileItIsKnownEnds() {
        long now = settings.now.getEpochSecond();
        settings.answer = "{\"active\":true,\"exp\":" + (now + 60) + "}";
        Policy policy = settings.policy("clockTolerance: 0s");
        bear(policy, TOKEN);
        assertThat(harness.status()).isEqualTo(200);
        settings.now = settings.now.plusSeconds(60);
        assertThat(bear(policy, TOKEN).reason()).isEqualTo(Reason.AUTH_EXPIRED);
    }

    @Test
    void aTokenOfTomorrowIsRefusedUntilThen() {
        settings.answer = "{\"active\":true,\"nbf\":" + (settings.now.getEpochSecond() + 31) + "}";
        Policy policy = settings.policy("");
        assertRefused(bear(policy, TOKEN), 401, "invalid_token", Reason.AUTH_INVALID);
        settings.now = settings.now.plusSeconds(1);
        bear(policy, TOKEN);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(settings.asked).as("the answer was known").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audiences: [orders] | \"aud\":\"orders\" | 200",
                "audiences: [orders] | \"aud\":[\"x\",\"orders\"] | 200",
                "audiences: [orders] | \"aud\":\"others\" | 401",
                "audiences: [orders] | \"a\":1 | 401",
                "issuers: [\"https://i\"] | \"iss\":\"https://i\" | 200",
                "issuers: [\"https://i\"] | \"iss\":\"https://i/\" | 401",
                "issuers: [\"https://i\"] | \"iss\":[\"https://i\"] | 401",
                "issuers: [\"https://i\"] | \"a\":1 | 401",
                "claims: { client_id: shop } | \"client_id\":\"shop\" | 200",
                "claims: { client_id: shop } | \"client_id\":\"other\" | 403",
                "roles: [admin] | \"roles\":\"admin,till\" | 200",
                "roles: [admin] | \"roles\":[\"till\"] | 403"
            })
    void theAnswerMustFitTheRules(String rule, String member, int status) {
        settings.answer = "{\"active\":true," + member + "}";
        bear(settings.policy(rule), TOKEN);
        assertThat(harness.status()).isEqualTo(status);
    }

    @Test
    void allScopesAreNeededAndTheAnswerTellsWhich() {
        settings.answer = "{\"active\":true,\"scope\":\"b a\"}";
        Exchange x = bear(settings.policy("scopes: [a, c]"), TOKEN);
        assertRefused(x, 403, "insufficient_scope", Reason.INSUFFICIENT_SCOPE);
        assertThat(harness.body()).contains("\"requiredScopes\":[\"a\",\"c\"],\"currentScopes\":[\"a\",\"b\"]");
        assertThat(harness.fields())
                .contains("WWW-Authenticate: Bearer realm=\"api\", error=\"insufficient_scope\", scope=\"a c\"\n");
    }

    @Test
    void policiesWithOtherRulesShareAnswersAndNotVerdicts() {
        settings.answer = "{\"active\":true,\"scope\":\"a\"}";
        Policy a = settings.policy("scopes: [a]");
        Policy b = settings.policy("scopes: [b]");
        for (int i = 0; i < 3; i++) {
            bear(a, TOKEN);
            assertThat(harness.status()).isEqualTo(200);
            bear(b, TOKEN);
            assertThat(harness.status()).isEqualTo(403);
        }
        assertThat(settings.asked).hasSize(1);
    }

    @Test
    void anotherClientSharesNothing() {
        bear(settings.policy(""), TOKEN);
        bear(
                settings.policy(
                        "endpoint: \"" + IntrospectionSettings.ENDPOINT + "\", client: { method: none }", "", "[]"),
                TOKEN);
        assertThat(settings.asked).hasSize(2);
    }

    @Test
    void aClaimMayNameTheConsumer() {
        String consumers = "[ { name: shop, groups: [partners] } ]";
        String first = "endpoint: \"" + IntrospectionSettings.ENDPOINT + "\", client: { method: none }";
        Policy policy = settings.policy(first, "consumerClaim: client_id, roles: [partners]", consumers);
        settings.answer = "{\"active\":true,\"client_id\":\"shop\"}";
        Exchange x = bear(policy, TOKEN);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().consumerName()).isEqualTo("shop");
        assertThat(header(x, "X-Consumer-ID")).isEqualTo("shop");
        settings.answer = "{\"active\":true,\"client_id\":\"stranger\"}";
        Exchange other = bear(policy, "other");
        assertThat(harness.status()).isEqualTo(403);
        assertThat(other.principal().consumerName()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 400, 401, 403, 404, 500, 503})
    void noAnswerIs503AndNeverAPass(int status) {
        settings.status = status;
        Exchange x = bear(settings.policy(""), TOKEN);
        assertRefused(x, 503, "service_unavailable", Reason.AUTH_UNAVAILABLE);
        assertThat(harness.fields()).doesNotContain("WWW-Authenticate");
        assertThat(x.principal().isKnown()).isFalse();
    }

    @Test
    void inAnOutageWhatIsKnownPassesAndTheRestIs503AtOnce() {
        Policy policy = settings.policy("");
        bear(policy, "known");
        settings.status = 500;
        for (int i = 0; i < 100; i++) {
            bear(policy, "t" + i);
            assertThat(harness.status()).isEqualTo(503);
            bear(policy, "known");
            assertThat(harness.status()).isEqualTo(200);
        }
        assertThat(settings.asked).hasSizeBetween(1 + Outages.FAILURES, 1 + Outages.FAILURES + 5);
    }

    @Test
    void whatIsNoTokenIsNotAskedAbout() {
        Policy policy = settings.policy("from: [ { header: X-Token }, { query: t } ]");
        for (String field : List.of("X-Token: a b", "X-Token:", "X-Token: a\tb", "X-Token: \u00e4")) {
            assertRefused(ask(policy, "/", field), 401, "invalid_token", Reason.AUTH_INVALID);
        }
        assertRefused(ask(policy, "/?t=%00%0d%0a"), 401, "invalid_token", Reason.AUTH_INVALID);
        assertRefused(ask(policy, "/?t=a&t=b"), 401, "invalid_token", Reason.AUTH_INVALID);
        assertRefused(ask(policy, "/", "X-Token: " + "a".repeat(8193)), 401, "invalid_token", Reason.AUTH_INVALID);
        assertThat(settings.asked).isEmpty();
    }

    @Test
    void aTokenOfTheQueryIsDecodedMaskedAndRemoved() {
        Exchange x = ask(settings.policy("from: [ { query: t } ]"), "/p?a=1&t=x%2By%3D");
        assertThat(harness.status()).isEqualTo(200);
        assertThat(settings.body()).isEqualTo("token=x%2By%3D");
        assertThat(Asked.forwarded(x)).isEqualTo("/p?a=1");
        assertThat(Asked.logged(x)).doesNotContain("x%2By");
    }

    @Test
    void aTokenOfTheQueryIsMaskedAlsoWhereNobodyLooksAtIt() {
        Policy policy =
                settings.policy("from: [ { header: Authorization }, { query: t } ], except: { paths: [/health] }");
        Exchange x = ask(policy, "/p?t=in-the-query", "Authorization: Bearer " + TOKEN);
        assertThat(settings.body()).isEqualTo("token=" + TOKEN);
        assertThat(Asked.logged(x)).isEqualTo("/p?t=" + "*".repeat(12));
        assertThat(Asked.logged(ask(policy, "/health?t=in-the-query"))).isEqualTo("/health?t=" + "*".repeat(12));
    }

    @Test
    void theTokenIsForwardedOnlyWhereThatIsAsked() {
        Exchange x = bear(settings.policy("forwardOriginalToken: true"), TOKEN);
        assertThat(header(x, "Authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void whatNobodyLookedAtDoesNotReachTheBackendAsAToken() {
        Exchange x = ask(
                settings.policy("from: [ { cookie: session }, { header: Authorization } ]"),
                "/",
                "Cookie: session=" + TOKEN,
                "Authorization: Bearer forged");
        assertThat(harness.status()).as(x.detail()).isEqualTo(200);
        assertThat(settings.body()).contains(TOKEN).doesNotContain("forged");
        assertThat(header(x, "Authorization")).isEmpty();
        assertThat(header(x, "Cookie")).isEmpty();
    }

    @Test
    void exceptionsAndOptionalTokensNeedNone() {
        ask(settings.policy("except: { paths: [/health] }"), "/health");
        assertThat(harness.status()).isEqualTo(200);
        Policy optional = settings.policy("optional: true");
        assertThat(ask(optional, "/").principal().isKnown()).isFalse();
        assertThat(harness.status()).isEqualTo(200);
        settings.answer = "{\"active\":false}";
        bear(optional, TOKEN);
        assertThat(harness.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client: { method: none } | endpoint: none (expected: either endpoint or issuer)",
                "endpoint: \"http://a\", issuer: \"http://b\", client: { method: none } | endpoint: and issuer (expected: either endpoint or issuer)",
                "endpoint: \"ftp://a\", client: { method: none } | endpoint: no URL to ask (expected: http:// or https:// and a host)",
                "endpoint: \"http://u:p@a\", client: { method: none } | endpoint: a user or a fragment in the URL (expected: none)",
                "endpoint: \"http://169.254.169.254/\", client: { method: none } | endpoint: link-local address 169.254.169.254 (expected: another, or allowLinkLocal: true if it is meant)",
                "endpoint: \"http://a\", client: { id: gw } | client.secret: none (expected: one, for client_secret_basic)",
                "endpoint: \"http://a\", client: { method: none }, scopes: [\"a b\"] | scopes: \"a b\" (expected: a scope, without blanks, quotation marks and backslashes)",
                "endpoint: \"http://a\", client: { method: none }, claimHeaders: { Host: a } | claimHeaders: Host (expected: another field; rewrite.host of the route sets it)",
                "endpoint: \"http://a\", client: { method: none }, from: [ {} ] | from: nothing in one place (expected: one of header, cookie and query)"
            })
    void whatCannotWorkIsRefused(String yaml, String message) {
        assertThatThrownBy(() -> settings.policy(yaml, "", "[]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theDescriptionTellsWhereAndWhatAndNoSecret() {
        String yaml = "{ endpoint: \"https://id.example.com/i?key=hidden\", scopes: [a],"
                + " client: { id: gw, secret: \"" + IntrospectionSettings.SECRET + "\" } }";
        assertThat(Policies.describe(
                        IntrospectionSettings.model(yaml, "[]").policies().getFirst()))
                .isEqualTo("needs a token that is active as https://id.example.com/i says with the scopes a");
        assertThat(IntrospectionSettings.model(yaml, "[]").policies().toString())
                .doesNotContain(IntrospectionSettings.SECRET);
    }

    @Test
    void aKnownTokenAllocatesLittle() {
        Policy policy = settings.policy("");
        bear(policy, TOKEN);
        assertThat(harness.status()).isEqualTo(200);
        harness.quiet();
        ServedRoute route = new ServedRoute("r", "s", 0, List.of(policy), harness.backend, Map.of(), false, List.of());
        ServedRoute plain = new ServedRoute("r", "s", 0, List.of(), harness.backend, Map.of(), false, List.of());
        double with = Allocation.perRun(() -> harness.serve(route, IntrospectionTest::fill));
        double without = Allocation.perRun(() -> harness.serve(plain, IntrospectionTest::fill));
        assertThat(settings.asked).hasSize(1);
        assertThat(with - without).isLessThan(200);
    }

    private static void fill(Exchange x) {
        Asked.fill(x.request(), "/", "Authorization: Bearer " + TOKEN);
    }
}
