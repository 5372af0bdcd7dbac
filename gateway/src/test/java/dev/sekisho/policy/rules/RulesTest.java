package dev.sekisho.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Cidr;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    private static final Principal PARTNER = new Principal(
            "jwt",
            "ann",
            Optional.of(new KnownConsumer("partner", Optional.of("gold"), Set.of("staff"))),
            "",
            Set.of("staff", "night"),
            Set.of("orders:read"),
            Map.of(
                    "iss",
                    "https://issuer.example.com",
                    "sub",
                    "ann",
                    "level",
                    3,
                    "realm_access",
                    Map.of("roles", List.of("admin", "user"))));

    private final Rules type = new Rules();
    private final ChainHarness harness = new ChainHarness();

    private Exchange request(String head) {
        Exchange x = harness.exchange();
        RequestParser parser = new RequestParser(new HeadLimits(16 << 10, 100, 8 << 10));
        byte[] bytes =
                (head + "\r\nHost: Shop.Example.com:8080\r\nX-Env: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(parser.parse(x.request(), Unpooled.wrappedBuffer(bytes))).isTrue();
        assertThat(parser.refused()).isEqualTo(Reason.NONE);
        x.caller().address(new byte[] {10, 1, 2, 3}, new byte[0]);
        x.caller()
                .certificate(Optional.of(new ClientIdentity(
                        "CN=shop", "shop", List.of(), List.of("spiffe://cluster.local/ns/shop/sa/web"), "00")));
        x.principal(PARTNER);
        return x;
    }

    private static TermsConfig terms(String term, List<String> values) {
        List<String> none = List.of();
        boolean map = term.contains(".");
        Map<String, List<String>> named = map ? Map.of(term.substring(term.indexOf('.') + 1), values) : Map.of();
        return new TermsConfig(
                term.equals("principals") ? values : none,
                term.equals("namespaces") ? values : none,
                term.equals("requestPrincipals") ? values : none,
                term.equals("consumers") ? values : none,
                term.equals("plans") ? values : none,
                term.equals("groups") ? values : none,
                term.equals("scopes") ? values : none,
                term.equals("methods") ? values : none,
                term.equals("hosts") ? values : none,
                term.equals("paths") ? values : none,
                term.equals("addresses") ? values.stream().map(Cidr::parse).toList() : List.of(),
                term.startsWith("headers.") ? named : Map.of(),
                term.startsWith("claims.") ? named : Map.of());
    }

    private static final TermsConfig NONE = terms("", List.of());

    private static RuleConfig when(String term, String... values) {
        return new RuleConfig(Optional.empty(), terms(term, List.of(values)), NONE);
    }

    private static RuleConfig unless(String term, String... values) {
        return new RuleConfig(Optional.of("x"), NONE, terms(term, List.of(values)));
    }

    private boolean passes(RulesConfig config, Exchange x) {
        return type.create(config).onRequest(x) == Outcome.CONTINUE;
    }

    @ParameterizedTest
    @CsvSource({
        "principals, cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/we",
        "principals, cluster.local/ns/shop/*, cluster.local/ns/other/*",
        "principals, *, *x",
        "namespaces, shop, web",
        "requestPrincipals, https://issuer.example.com/ann, https://issuer.example.com/bob",
        "requestPrincipals, https://issuer.example.com/*, https://other.example.com/*",
        "consumers, partner, ann",
        "plans, gold, partner",
        "plans, *, x*",
        "groups, staff, partner",
        "groups, n*, x*",
        "scopes, orders:read, orders:write",
        "methods, GET, get",
        "hosts, shop.example.com, shop.example.com:8080",
        "hosts, *.example.com, *.example.org",
        "paths, /users/7, /users",
        "paths, /users*, /user/*",
        "paths, */7, */8",
        "addresses, 10.0.0.0/8, 11.0.0.0/8",
        "headers.x-env, test, prod",
        "headers.X-Env, t*, p*",
        "headers.X-Env, *, x",
        "claims.level, 3, 4",
        "claims.realm_access.roles, admin, root",
        "claims.realm_access.roles, *, x*",
        "claims.iss, https://issuer*, http://issuer*"
    })
    void aTermHoldsForWhatItDescribesAndForNothingElse(String term, String good, String bad) {
        Exchange x = request("GET /users/7?a=b HTTP/1.1");
        assertThat(passes(new RulesConfig(List.of(), List.of(when(term, good))), x))
                .isTrue();
        assertThat(passes(new RulesConfig(List.of(), List.of(when(term, bad))), x))
                .isFalse();
        assertThat(passes(new RulesConfig(List.of(), List.of(when(term, bad, good))), x))
                .isTrue();
        assertThat(passes(new RulesConfig(List.of(when(term, good)), List.of()), x))
                .isFalse();
        assertThat(passes(new RulesConfig(List.of(when(term, bad)), List.of()), x))
                .isTrue();
        assertThat(passes(new RulesConfig(List.of(), List.of(unless(term, good))), x))
                .isFalse();
        assertThat(passes(new RulesConfig(List.of(), List.of(unless(term, bad))), x))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "principals",
                "namespaces",
                "requestPrincipals",
                "consumers",
                "groups",
                "scopes",
                "claims.iss",
                "claims.a.b"
            })
    void whoIsUnknownHasNoIdentityThatAStarCouldMean(String term) {
        Exchange x = request("GET / HTTP/1.1");
        x.principal(Principal.NOBODY);
        x.caller().certificate(Optional.empty());
        assertThat(passes(new RulesConfig(List.of(), List.of(when(term, "*"))), x))
                .isFalse();
    }

    @Test
    void denyGoesBeforeAllow() {
        RulesConfig both = new RulesConfig(List.of(when("paths", "/admin*")), List.of(when("methods", "GET")));
        assertThat(passes(both, request("GET /users HTTP/1.1"))).isTrue();
        assertThat(passes(both, request("GET /admin HTTP/1.1"))).isFalse();
        assertThat(passes(both, request("POST /users HTTP/1.1"))).isFalse();
    }

    @Test
    void aRuleWithoutTermsDescribesEveryRequest() {
        RuleConfig all = new RuleConfig(Optional.empty(), NONE, NONE);
        assertThat(passes(new RulesConfig(List.of(), List.of(all)), request("GET / HTTP/1.1")))
                .isTrue();
        assertThat(passes(new RulesConfig(List.of(all), List.of(all)), request("GET / HTTP/1.1")))
                .isFalse();
    }

    @Test
    void pathsAreComparedInTheOneForm() {
        RulesConfig admin = new RulesConfig(List.of(when("paths", "/admin*")), List.of());
        for (String spelling : List.of("/x/../admin", "/%61dmin", "//admin", "/./admin")) {
            assertThat(passes(admin, request("GET " + spelling + " HTTP/1.1")))
                    .as(spelling)
                    .isFalse();
        }
    }

    @Test
    void refusalsSayWhyWithoutNamingTheClient() {
        Exchange x = request("GET / HTTP/1.1");
        RulesConfig config = new RulesConfig(
                List.of(new RuleConfig(Optional.of("no-ann"), terms("requestPrincipals", List.of("*/ann")), NONE)),
                List.of());
        Outcome.Reply reply = (Outcome.Reply) type.create(config).onRequest(x);
        assertThat(reply.response().status()).isEqualTo(403);
        assertThat(new String(reply.response().body(), StandardCharsets.UTF_8))
                .startsWith("{\"error\":\"forbidden\",\"message\":\"This is not allowed.\"");
        assertThat(x.detail()).isEqualTo("the rule no-ann of deny describes it");
    }

    @ParameterizedTest
    @CsvSource({"paths, a*b", "hosts, **", "methods, ''", "groups, *a*", "claims..a, x"})
    void settingsThatCannotWorkAreRefused(String term, String value) {
        RulesConfig config = new RulesConfig(List.of(), List.of(when(term, value)));
        assertThatThrownBy(() -> type.create(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }

    @Test
    void nothingAtAllIsRefused() {
        assertThatThrownBy(() -> type.create(new RulesConfig(List.of(), List.of())))
                .hasMessage("rules: none (expected: deny or allow)");
    }

    @Test
    void whatPassesAllocatesNothing() {
        Policy policy = type.create(new RulesConfig(
                List.of(when("paths", "/admin*"), when("headers.X-Env", "prod")),
                List.of(when("consumers", "partner"))));
        Exchange x = request("GET /users HTTP/1.1");
        assertThat(Allocation.perRun(() -> policy.onRequest(x))).isZero();
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new RulesConfig(
                        List.of(when("paths", "/a")), List.of(when("paths", "/b"), when("paths", "/c")))))
                .isEqualTo(
                        "refuses what the rule of deny describes; lets pass only what one of 2 rules of allow describes");
    }
}
