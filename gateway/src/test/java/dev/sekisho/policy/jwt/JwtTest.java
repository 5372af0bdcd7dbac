package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import io.netty.buffer.Unpooled;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTest {

    private static final String ISSUERS = "issuers: [ { issuer: \"" + SignedTokens.ISSUER + "\", jwks: RSA_SET } ]";

    private final ChainHarness harness = new ChainHarness();
    private final JwtSettings settings = new JwtSettings();
    private final long now = settings.now.getEpochSecond();

    private String token(String more) {
        return SignedTokens.rs256(SignedTokens.RSA, SignedTokens.claims(now + 60, more));
    }

    private Policy policy(String more) {
        return settings.policy("{ " + ISSUERS + (more.isEmpty() ? "" : ", " + more) + " }");
    }

    private Exchange ask(Policy policy, String... namesAndValues) {
        Exchange x = harness.exchange(policy);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ChainHarness.field(x.request().headers(), namesAndValues[i], namesAndValues[i + 1]);
        }
        line(x.request(), Method.GET, "/");
        ChainRunner.start(x);
        return x;
    }

    private Exchange bear(Policy policy, String token) {
        return ask(policy, "Authorization", "Bearer " + token);
    }

    private static void line(RequestHead request, Method method, String path) {
        byte[] bytes = Ascii.bytes(method + path);
        int start = request.headers().end();
        request.headers().append(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        int target = start + method.toString().length();
        request.method(method, start, target);
        request.path(target, start + bytes.length);
        request.query(-1, -1);
    }

    private static void query(RequestHead request, String query) {
        byte[] bytes = Ascii.bytes("/?" + query);
        int start = request.headers().end();
        request.headers().append(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        request.target(start, start + bytes.length);
        request.path(start, start + 1);
        request.query(start + 2, start + bytes.length);
    }

    private static String header(Exchange x, String name) {
        return x.request()
                .headers()
                .get(dev.sekisho.dataplane.HeaderName.of(name))
                .orElse("");
    }

    private void assertPasses(Exchange x) {
        assertThat(harness.status()).as(x.detail()).isEqualTo(200);
    }

    private void assertRefused(Exchange x, int status, String error, Reason reason) {
        assertThat(harness.status()).as(x.detail()).isEqualTo(status);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\",\"message\":\"" + reason.message() + "\"");
        assertThat(x.reason()).isEqualTo(reason);
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void aValidTokenPassesAndTheBackendLearnsWhoItIs() {
        Exchange x = bear(
                policy(""), token(",\"email\":\"u1@example.com\",\"roles\":[\"admin\",\"till\"],\"scope\":\"a b\""));
        assertPasses(x);
        assertThat(header(x, "X-User-ID")).isEqualTo("u1");
        assertThat(header(x, "X-User-Email")).isEqualTo("u1@example.com");
        assertThat(header(x, "X-User-Roles")).isEqualTo("admin,till");
        assertThat(header(x, "Authorization")).isEmpty();
        assertThat(x.principal().method()).isEqualTo("jwt");
        assertThat(x.principal().subject()).isEqualTo("u1");
        assertThat(x.principal().groups()).containsExactlyInAnyOrder("admin", "till");
        assertThat(x.principal().scopes()).containsExactlyInAnyOrder("a", "b");
        assertThat(x.principal().claims()).containsEntry("email", "u1@example.com");
    }

    @Test
    void withoutATokenTheAnswerIsTheChallenge() {
        Exchange x = ask(policy("realm: \"orders and more\""), "Authorization", "Basic dTpw");
        assertRefused(x, 401, "unauthorized", Reason.AUTH_MISSING);
        assertThat(harness.fields()).contains("WWW-Authenticate: Bearer realm=\"orders and more\"\n");
    }

    @Test
    void anExpiredTokenTellsWhen() {
        Policy policy = policy("");
        String token = SignedTokens.rs256(SignedTokens.RSA, SignedTokens.claims(now - 30, ""));
        Exchange x = bear(policy, token);
        assertRefused(x, 401, "token_expired", Reason.AUTH_EXPIRED);
        assertThat(harness.body()).contains("\"expiredAt\":\"2026-12-31T23:59:30Z\"");
        assertThat(harness.fields())
                .contains("WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\","
                        + " error_description=\"The token has expired\"\n");
        assertThat(x.detail()).doesNotContain(token);
    }

    @ParameterizedTest
    @CsvSource({"exp, -29, 200", "exp, -30, 401", "exp, 60, 200", "nbf, 30, 200", "nbf, 31, 401", "nbf, -100, 200"})
    void clocksMayDifferBy30Seconds(String claim, long seconds, int status) {
        String exp = claim.equals("exp") ? "" : ",\"exp\":" + (now + 60);
        String claims = "{\"iss\":\"" + SignedTokens.ISSUER + "\",\"" + claim + "\":" + (now + seconds) + exp + "}";
        bear(policy(""), SignedTokens.rs256(SignedTokens.RSA, claims));
        assertThat(harness.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"exp\":4000000000}",
                "{\"iss\":\"https://id.example.com/\",\"exp\":4000000000}",
                "{\"iss\":[\"https://id.example.com\"],\"exp\":4000000000}",
                "{\"iss\":\"https://id.example.com\"}",
                "{\"iss\":\"https://id.example.com\",\"exp\":\"4000000000\"}",
                "{\"iss\":\"https://id.example.com\",\"exp\":true}",
                "{\"iss\":\"https://id.example.com\",\"exp\":4000000000,\"nbf\":4000000000}",
                "{\"iss\":\"https://id.example.com\",\"exp\":4000000000,\"nbf\":1e300}",
                "{\"iss\":\"https://id.example.com\",\"exp\":4000000000,\"nbf\":\"0\"}",
                "{\"iss\":\"https://id.example.com\",\"exp\":4000000000,\"aud\":\"others\"}",
                "{\"iss\":\"https://id.example.com\",\"exp\":4000000000,\"aud\":{\"orders\":1}}"
            })
    void wrongClaimsAreRefused(String claims) {
        Exchange x = bear(policy("audiences: [orders]"), SignedTokens.rs256(SignedTokens.RSA, claims));
        assertRefused(x, 401, "invalid_token", Reason.AUTH_INVALID);
        assertThat(harness.fields())
                .contains("WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\","
                        + " error_description=\"The token is not valid\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "99999999999999999999999999999999999999", "1.7e308"})
    void anEndThatIsFarAwayIsAnEnd(String exp) {
        String claims = "{\"iss\":\"" + SignedTokens.ISSUER + "\",\"exp\":" + exp + "}";
        assertPasses(bear(policy(""), SignedTokens.rs256(SignedTokens.RSA, claims)));
    }

    @Test
    void anEndBeforeAllTimeHasPassed() {
        String claims = "{\"iss\":\"" + SignedTokens.ISSUER + "\",\"exp\":-1e300}";
        Exchange x = bear(policy(""), SignedTokens.rs256(SignedTokens.RSA, claims));
        assertRefused(x, 401, "token_expired", Reason.AUTH_EXPIRED);
        assertThat(harness.body()).contains("\"expiredAt\":\"1970-01-01T00:00:00Z\"");
    }

    @Test
    void oneOfTheAudiencesIsEnough() {
        Policy policy = policy("audiences: [orders, invoices]");
        assertPasses(bear(policy, token(",\"aud\":\"invoices\"")));
        assertPasses(bear(policy, token(",\"aud\":[\"x\",\"orders\"]")));
        assertThat(bear(policy, token("")).reason()).isEqualTo(Reason.AUTH_INVALID);
    }

    @Test
    void claimsMayBeRequired() {
        Policy policy = policy("requiredClaims: [realm.id, jti]");
        assertPasses(bear(policy, token(",\"realm\":{\"id\":1},\"jti\":\"x\"")));
        assertThat(bear(policy, token(",\"realm\":{},\"jti\":\"x\"")).detail()).endsWith("no claim realm.id");
        assertThat(bear(policy, token(",\"realm\":{\"id\":1},\"jti\":null")).detail())
                .endsWith("no claim jti");
    }

    @Test
    void missingScopesAreNamed() {
        Policy policy = policy("scopes: [orders.read, orders.write]");
        assertPasses(bear(policy, token(",\"scope\":\"x orders.write orders.read\"")));
        assertPasses(bear(policy, token(",\"scope\":[\"orders.write\",\"orders.read\"]")));
        ChainHarness other = new ChainHarness();
        Exchange x = other.exchange(policy);
        ChainHarness.field(x.request().headers(), "Authorization", "Bearer " + token(",\"scope\":\"x orders.read\""));
        line(x.request(), Method.GET, "/");
        ChainRunner.start(x);
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.body())
                .startsWith("{\"error\":\"insufficient_scope\"")
                .contains(
                        "\"requiredScopes\":[\"orders.read\",\"orders.write\"],\"currentScopes\":[\"orders.read\",\"x\"]");
        assertThat(other.fields())
                .contains("WWW-Authenticate: Bearer realm=\"api\", error=\"insufficient_scope\","
                        + " scope=\"orders.read orders.write\"\n");
        assertThat(x.reason()).isEqualTo(Reason.INSUFFICIENT_SCOPE);
        assertThat(x.principal().subject()).as("known all the same").isEqualTo("u1");
    }

    @Test
    void oneOfTheRolesIsNeeded() {
        Policy policy = policy("roles: [admin, boss], rolesClaim: realm_access.roles");
        Exchange refused = bear(policy, token(",\"realm_access\":{\"roles\":[\"till\"]},\"roles\":[\"admin\"]"));
        assertRefused(refused, 403, "forbidden", Reason.FORBIDDEN);
        assertThat(harness.fields()).doesNotContain("WWW-Authenticate");
        Exchange x = bear(policy, token(",\"realm_access\":{\"roles\":[\"till\",\"boss\"]}"));
        assertPasses(x);
        assertThat(header(x, "X-User-Roles")).isEqualTo("till,boss");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"verified\":true,\"tenant\":\"acme-1\"|200",
                ",\"verified\":\"true\",\"tenant\":[\"x\",\"acme-2\"]|200",
                ",\"verified\":false,\"tenant\":\"acme-1\"|403",
                ",\"tenant\":\"acme-1\"|403",
                ",\"verified\":true,\"tenant\":\"other\"|403"
            })
    void claimsMustHaveValues(String claims, int status) {
        bear(policy("claims: { verified: \"true\", tenant: \"~^acme-[0-9]$\" }"), token(claims));
        assertThat(harness.status()).isEqualTo(status);
    }

    @Test
    void aDeniedTokenIsKeptAndDeniedAgain() {
        Policy policy = policy("roles: [admin]");
        String token = token("");
        for (int i = 0; i < 3; i++) {
            assertRefused(bear(policy, token), 403, "forbidden", Reason.FORBIDDEN);
        }
    }

    @Test
    void whatAClientSaysOfItselfNeverPasses() {
        Policy policy = policy("claimHeaders: { X-Tenant: tenant }, outputPayloadToHeader: X-JWT-Payload");
        Exchange x = ask(
                policy,
                "Authorization",
                "Bearer " + token(""),
                "X-Tenant",
                "evil",
                "x_tenant",
                "evil",
                "X.TENANT",
                "evil",
                "X_jwt.Payload",
                "evil");
        assertPasses(x);
        assertThat(x.request().headers().toString()).doesNotContain("evil");
        assertThat(new String(
                        Base64.getUrlDecoder().decode(header(x, "X-JWT-Payload")),
                        java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("{\"iss\":");
        Exchange excluded = harness.exchange(policy);
        ChainHarness.field(excluded.request().headers(), "X_Tenant", "evil");
        line(excluded.request(), Method.OPTIONS, "/");
        ChainRunner.start(excluded);
        assertPasses(excluded);
        assertThat(excluded.request().headers().toString()).doesNotContain("evil");
    }

    @Test
    void claimsCannotSplitOrForgeHeaders() {
        Exchange x = bear(
                policy("claimHeaders: { X-Name: name, X-Number: number }"),
                token(",\"name\":\"a\\r"
                        + "\\n"
                        + "X-Evil:"
                        + " 1\\u00fc%\",\"number\":12,\"roles\":[\"user,admin\",\"x\\u0000\"],\"email\":{}"));
        assertPasses(x);
        assertThat(header(x, "X-Name")).isEqualTo("a%0D%0AX-Evil: 1%C3%BC%25");
        assertThat(header(x, "X-Number")).isEqualTo("12");
        assertThat(header(x, "X-User-Roles")).isEqualTo("user%2Cadmin,x%00");
        assertThat(header(x, "X-User-Email")).isEmpty();
    }

    @Test
    void userHeadersMayBeLeftOutAndTheTokenMayStay() {
        String token = token("");
        Exchange x = bear(policy("userHeaders: false, forwardOriginalToken: true"), token);
        assertPasses(x);
        assertThat(header(x, "X-User-ID")).isEmpty();
        assertThat(header(x, "Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void aTokenIsFoundInItsPlaces() {
        Policy policy = policy("from: [ { cookie: session }, { header: X-Token }, { query: access_token } ]");
        String token = token("");
        Exchange cookie = ask(policy, "Cookie", "a=1; session=" + token + "; b=2", "Authorization", "Bearer nonsense");
        assertPasses(cookie);
        assertThat(header(cookie, "Cookie")).isEqualTo("a=1; b=2");
        Exchange field = ask(policy, "x-token", token);
        assertPasses(field);
        assertThat(header(field, "X-Token")).isEmpty();
        Exchange query = harness.exchange(policy);
        line(query.request(), Method.GET, "/");
        query(query.request(), "a=1&access_token=" + token + "&b=2");
        ChainRunner.start(query);
        assertPasses(query);
        assertThat(query.request().queryText()).contains("a=1&b=2");
        assertThat(Ascii.string(
                        query.request().headers().bytes(),
                        query.request().shownStart(),
                        query.request().shownEnd()))
                .as("what the access log shows")
                .doesNotContain(token.substring(0, 20))
                .startsWith("/?a=1&access_token=***");
        assertThat(ask(policy, "Authorization", "Bearer " + token).reason()).isEqualTo(Reason.AUTH_MISSING);
    }

    @Test
    void twoTokensInOnePlaceAreRefused() {
        Exchange x = ask(policy(""), "Authorization", "Bearer " + token(""), "authorization", "bearer " + token(""));
        assertRefused(x, 401, "invalid_token", Reason.AUTH_INVALID);
        assertThat(x.detail()).isEqualTo("Authorization with scheme Bearer: there twice");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /health, 200",
        "GET, /health/x, 401",
        "GET, /healthy, 401",
        "GET, /public, 200",
        "GET, /public/a/b, 200",
        "GET, /publicity, 401",
        "GET, /users/7/avatar, 200",
        "GET, /users//avatar, 401",
        "GET, /users/7, 401",
        "GET, /v1/login, 200",
        "OPTIONS, /orders, 200",
        "HEAD, /orders, 200",
        "GET, /orders, 401"
    })
    void someRequestsNeedNoToken(String method, String path, int status) {
        Policy policy =
                policy("except: { paths: [/health, /public/*, \"/users/{id}/avatar\", \"~^/v[0-9]/login$\"], methods:"
                        + " [HEAD] }");
        Exchange x = harness.exchange(policy);
        line(x.request(), Method.of(method), path);
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(status);
    }

    @Test
    void optionsMayNeedOne() {
        Exchange x = harness.exchange(policy("except: { options: false }"));
        line(x.request(), Method.OPTIONS, "/");
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(401);
    }

    @Test
    void withOptionalOnlyAWrongTokenIsRefused() {
        Policy policy = policy("optional: true");
        Exchange x = ask(policy);
        assertPasses(x);
        assertThat(x.principal().isKnown()).isFalse();
        bear(policy, "nonsense");
        assertThat(harness.status()).isEqualTo(401);
    }

    @Test
    void aVerifiedTokenIsKeptToItsEndAndNoLonger() {
        Policy policy = policy("");
        String token = token("");
        assertPasses(bear(policy, token));
        assertThat(((JwtPolicy) policy).cache().size()).isEqualTo(1);
        settings.now = settings.now.plusSeconds(89);
        assertPasses(bear(policy, token));
        settings.now = settings.now.plusSeconds(1);
        assertThat(bear(policy, token).reason()).isEqualTo(Reason.AUTH_EXPIRED);
        assertThat(((JwtPolicy) policy).cache().size()).isZero();
    }

    @Test
    void theCacheIsBounded() {
        Policy policy = policy("cacheSize: 10");
        for (int i = 0; i < 100; i++) {
            assertPasses(bear(policy, token(",\"n\":" + i)));
            assertThat(((JwtPolicy) policy).cache().size()).isLessThanOrEqualTo(10);
        }
        Policy none = policy("cacheSize: 0");
        assertPasses(bear(none, token("")));
        assertThat(((JwtPolicy) none).cache().size()).isZero();
    }

    /** Serves a request from beginning to end, and gives the bytes that it allocates. */
    private double allocated(String token, Policy... policies) {
        ServedRoute route =
                new ServedRoute("r", "s", 0, List.of(policies), harness.backend, Map.of(), false, List.of());
        return Allocation.perRun(() -> harness.serve(route, x -> {
            ChainHarness.field(x.request().headers(), "Authorization", "Bearer " + token);
            line(x.request(), Method.GET, "/");
        }));
    }

    @Test
    void aHitAllocatesLittle() {
        Policy policy = policy("");
        String token = token("");
        assertPasses(bear(policy, token));
        harness.quiet();
        assertThat(allocated(token, policy) - allocated(token)).isLessThan(256);
    }

    private static final String CONSUMERS =
            "[ { name: shop, groups: [till], jwt: [ { key: shop-key, secret: \"${env:S}\" } ] },"
                    + " { name: bank, jwt: [ { key: bank-key, algorithm: ES256, publicKey: \"PEM\" } ] } ]";

    private Policy consumers(ECKey key, String more) throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getEncoder().encodeToString(key.toPublicKey().getEncoded()) + "\\n-----END PUBLIC KEY-----";
        return settings.policy("{ consumers: true" + more + " }", CONSUMERS.replace("PEM", pem));
    }

    @Test
    void consumersHaveTheirOwnTokens() throws Exception {
        ECKey key = SignedTokens.curve(Curve.P_256);
        Policy policy = consumers(key, "");
        byte[] secret = SignedTokens.bytes(SignedTokens.SECRET);
        String end = "\"exp\":" + (now + 60) + "}";
        Exchange x = bear(policy, SignedTokens.hs(JWSAlgorithm.HS256, secret, "{\"iss\":\"shop-key\"," + end));
        assertPasses(x);
        assertThat(x.principal().consumerName()).isEqualTo("shop");
        assertThat(x.principal().subject()).isEqualTo("");
        assertThat(x.principal().groups()).containsExactly("till");
        assertThat(header(x, "X-Consumer-ID")).isEqualTo("shop");
        assertPasses(bear(policy, SignedTokens.es(JWSAlgorithm.ES256, key, "{\"iss\":\"bank-key\"," + end)));
        for (String other : List.of(
                SignedTokens.hs(JWSAlgorithm.HS512, secret, "{\"iss\":\"shop-key\"," + end),
                SignedTokens.hs(JWSAlgorithm.HS256, secret, "{\"iss\":\"bank-key\"," + end),
                SignedTokens.hs(JWSAlgorithm.HS256, secret, "{\"iss\":\"nobody\"," + end),
                SignedTokens.hs(JWSAlgorithm.HS256, secret, "{" + end),
                SignedTokens.hs(JWSAlgorithm.HS256, key.toPublicKey().getEncoded(), "{\"iss\":\"bank-key\"," + end))) {
            assertThat(bear(policy, other).reason()).isEqualTo(Reason.AUTH_INVALID);
        }
    }

    @Test
    void theKeyMayStandInAnotherClaim() throws Exception {
        Policy policy = consumers(SignedTokens.curve(Curve.P_256), ", keyClaim: client");
        byte[] secret = SignedTokens.bytes(SignedTokens.SECRET);
        String claims = "{\"iss\":\"any\",\"client\":\"shop-key\",\"exp\":" + (now + 60) + "}";
        assertPasses(bear(policy, SignedTokens.hs(JWSAlgorithm.HS256, secret, claims)));
    }

    @Test
    void severalIssuersEachWithItsKeys() {
        Policy policy = settings.policy("{ issuers: [ { issuer: \"" + SignedTokens.ISSUER + "\", jwks: RSA_SET },"
                + " { issuer: b, jwksFile: \"${file:b.json}\" }, { issuer: c, jwks: '"
                + SignedTokens.jwks(SignedTokens.OTHER)
                + "' } ] }");
        Map<String, Integer> expected = Map.of("b", 200, "c", 401, "d", 401);
        expected.forEach((issuer, status) -> {
            bear(
                    policy,
                    SignedTokens.rs256(SignedTokens.RSA, "{\"iss\":\"" + issuer + "\",\"exp\":" + (now + 9) + "}"));
            assertThat(harness.status()).as(issuer).isEqualTo(status);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|issuers: none",
                "{ issuers: [ { issuer: a } ] }|issuer: no URL to ask",
                "{ issuers: [ { issuer: a, jwksUri: \"file:///etc/passwd\" } ] }|jwksUri: no URL to ask",
                "{ issuers: [ { issuer: a, jwksUri: \"http://169.254.169.254/x\" } ] }|link-local",
                "{ issuers: [ { issuer: a, jwksUri: \"http://u:p@host/x\" } ] }|a user or a fragment",
                "{ issuers: [ { issuer: \"http://h\", jwksUri: \"http://h/\", discovery: true } ] }|several places",
                "{ issuers: [ { issuer: a, jwks: '{}' } ] }|jwks: not a JWK set",
                "{ issuers: [ { issuer: a, jwks: '{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}' } ] }|without a"
                        + " key",
                "{ issuers: [ { issuer: a, jwks: RSA_SET }, { issuer: a, jwks: RSA_SET } ] }|twice",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], algorithms: [none] }|algorithms: none (expected",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], scopes: [\"a b\"] }|scopes",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], realm: 'a\"b' }|realm",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], from: [ {} ] }|from: nothing",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], from: [ { cookie: a, query: b } ] }|from: several",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], from: [ { cookie: \"a b\" } ] }|from.cookie",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], claimHeaders: { Host: a } }|claimHeaders: Host",
                "{ issuers: [ { issuer: a, jwks: RSA_SET } ], except: { methods: [get] } }|except.methods: get"
            })
    void settingsThatCannotWorkAreRefused(String text, String why) {
        assertThatThrownBy(() -> settings.policy(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("(expected: ");
    }

    @Test
    void aConsumersKeyThatCannotWorkIsRefused() {
        String broken = "[ { name: bank, jwt: [ { key: k, algorithm: RS256, publicKey: \"nonsense\" } ] } ]";
        assertThatThrownBy(() -> settings.policy("{ consumers: true }", broken))
                .hasMessageContaining("consumer bank: jwt: no PEM");
    }

    @Test
    void explainsItselfInOneLine() {
        JwtConfig config = (JwtConfig) JwtSettings.model(
                        "{ consumers: true, issuers: [ { issuer: a, jwks: RSA_SET } ], scopes: [x], roles: [y] }", "[]")
                .policies()
                .getFirst()
                .config();
        assertThat(new Jwt().describe(config))
                .isEqualTo("needs a token of a or consumers with the scopes x with one of the roles y");
    }
}
