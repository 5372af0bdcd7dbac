package dev.sekisho.policy.anyof;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyType;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnyOfTest {

    private static final String THREE = AnyOfSettings.JWT + ", key-auth: {}, basic: {}";
    private static final String KEY = "X-API-Key: right";
    private static final String PAIR = "Authorization: Basic dGlsbDpzZWNyZXQ=";

    private final ChainHarness harness = new ChainHarness();

    private Exchange ask(String alternatives, String target, String... fields) {
        return Asked.ask(harness, AnyOfSettings.policy(alternatives), target, fields);
    }

    private void refused(Exchange x, int status, Reason reason, String error) {
        assertThat(harness.status()).isEqualTo(status);
        assertThat(x.reason()).isEqualTo(reason);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\"");
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void oneOfThemWillDo() {
        Exchange token = ask(THREE, "/", AnyOfSettings.bearer(""));
        assertThat(token.principal().method()).isEqualTo("jwt");
        Exchange key = ask(THREE, "/", KEY);
        assertThat(key.principal().method()).isEqualTo("key-auth");
        assertThat(key.request().headers().toString()).contains("X-Consumer-ID: shop\n");
        Exchange pair = ask(THREE, "/", PAIR);
        assertThat(pair.principal().method()).isEqualTo("basic");
        assertThat(List.of(token.detail(), key.detail(), pair.detail())).containsOnly("");
        assertThat(harness.backendCalls()).isEqualTo(3);
    }

    /** The first in the list that knows the client says who it is; those behind it are not asked. */
    @Test
    void theOrderInTheListCounts() {
        Exchange token = ask(THREE, "/", KEY, AnyOfSettings.bearer(""));
        assertThat(token.principal().method()).isEqualTo("jwt");
        assertThat(token.request().headers().toString()).doesNotContain("X-Consumer");
        Exchange key = ask("key-auth: {}, " + AnyOfSettings.JWT, "/", KEY, AnyOfSettings.bearer(""));
        assertThat(key.principal().method()).isEqualTo("key-auth");
    }

    @ParameterizedTest
    @CsvSource({
        "X-API-Key: wrong, Authorization: Basic dGlsbDpzZWNyZXQ=, basic",
        "X-API-Key: right, Authorization: Basic dGlsbDp3cm9uZw==, key-auth",
        "X-API-Key: right, Authorization: Bearer no.such.token, key-auth"
    })
    void aWrongCredentialDoesNoHarmBesideARightOne(String one, String other, String method) {
        Exchange x = ask(THREE, "/", one, other);
        assertThat(harness.backendCalls()).isEqualTo(1);
        assertThat(x.principal().method()).isEqualTo(method);
    }

    @Test
    void whereNothingIsShownAllChallengesAreThere() {
        refused(ask(THREE, "/"), 401, Reason.AUTH_MISSING, "unauthorized");
        assertThat(harness.fields().lines().filter(line -> line.startsWith("WWW-Authenticate")))
                .containsExactly(
                        "WWW-Authenticate: Bearer realm=\"api\"",
                        "WWW-Authenticate: Key realm=\"api\"",
                        "WWW-Authenticate: Basic realm=\"api\", charset=\"UTF-8\"");
    }

    @Test
    void aChallengeStandsOnce() {
        ask("key-auth: {}, key-auth: { query: [ k ] }", "/");
        assertThat(harness.fields().lines().filter(line -> line.startsWith("WWW-Authenticate")))
                .containsExactly("WWW-Authenticate: Key realm=\"api\"");
    }

    @Test
    void theRefusalOfWhatWasShownIsAnswered() {
        Exchange key = ask(THREE, "/", "X-API-Key: wrong");
        refused(key, 401, Reason.AUTH_INVALID, "invalid_api_key");
        assertThat(key.detail())
                .isEqualTo("jwt: no token; key-auth: header X-API-Key: an API key of no consumer;"
                        + " basic: no Authorization field with scheme Basic");
        refused(ask(THREE, "/", "Authorization: Bearer x"), 401, Reason.AUTH_INVALID, "invalid_token");
        refused(
                ask(THREE, "/", "X-API-Key: wrong", "Authorization: Basic x"),
                401,
                Reason.AUTH_INVALID,
                "invalid_api_key");
    }

    /** A token that is not enough had made the client known: nothing of it stays. */
    @Test
    void nothingStaysOfWhoWasRefused() {
        String forbidding = AnyOfSettings.JWT.replace("] }", "], roles: [ admin ], claimHeaders: { X-Tenant: t } }");
        Exchange refused = ask(forbidding + ", basic: {}", "/", AnyOfSettings.bearer(",\"t\":\"acme\""));
        refused(refused, 403, Reason.FORBIDDEN, "forbidden");
        assertThat(refused.principal().subject()).as("for the log").isEqualTo("u1");
        Exchange x = ask(forbidding + ", key-auth: {}", "/", AnyOfSettings.bearer(",\"t\":\"acme\""), KEY);
        assertThat(x.principal().consumerName()).isEqualTo("shop");
        assertThat(x.request().headers().toString())
                .contains("X-Consumer-ID: shop\n")
                .doesNotContain("X-User-ID", "X-Tenant");
    }

    /** Policies that are not asked, since one before them is content, still guard what the backend believes. */
    @Test
    void fieldsThatTellClaimsNeverComeFromClients() {
        String telling = AnyOfSettings.JWT.replace("] }", "], claimHeaders: { X-Tenant: t } }");
        for (String alternatives : List.of("key-auth: {}, " + telling, telling + ", key-auth: {}")) {
            Exchange x = ask(alternatives, "/", KEY, "X-Tenant: evil", "x_tenant: evil", "X-User-ID: evil");
            assertThat(x.principal().method()).isEqualTo("key-auth");
            assertThat(x.request().headers().toString().toLowerCase(Locale.ROOT))
                    .doesNotContain("tenant");
        }
    }

    /** The access log shows no credential, whoever was asked for it. */
    @Test
    void noCredentialIsLogged() {
        String places = "basic: {}, key-auth: { query: [ k ] }, "
                + AnyOfSettings.JWT.replace("] }", "], from: [ { query: t } ] }");
        for (String fields : List.of(PAIR, "X-Other: 1")) {
            Exchange x = ask(places, "/a?k=wrong-key&t=a.b.c&x=1", fields);
            assertThat(Asked.logged(x)).isEqualTo("/a?k=*********&t=*****&x=1");
            assertThat(Asked.forwarded(x)).isEqualTo("/a?k=wrong-key&t=a.b.c&x=1");
        }
    }

    /** A scheme that two kinds share: who refuses must leave the credential to the other. */
    @Test
    void aCredentialThatOneRefusesIsThereForTheNext() {
        String shared = "key-auth: { scheme: Bearer, hideCredentials: true }, " + AnyOfSettings.JWT;
        Exchange token = ask(shared, "/", AnyOfSettings.bearer(""));
        assertThat(token.principal().method()).isEqualTo("jwt");
        Exchange key = ask(shared, "/", "Authorization: Bearer right");
        assertThat(key.principal().method()).isEqualTo("key-auth");
        assertThat(key.request().headers().toString()).doesNotContain("Authorization");
    }

    @Test
    void anonymousCountsWhereNobodyElseIsKnown() {
        String anonymous = "key-auth: { anonymous: guest }, basic: {}";
        Exchange pair = ask(anonymous, "/", PAIR);
        assertThat(pair.principal().consumerName()).isEqualTo("till");
        assertThat(pair.request().headers().toString())
                .contains("X-Consumer-ID: till\n", "X-User-ID: till\n")
                .doesNotContain("Anonymous", "guest");
        for (String[] fields : new String[][] {{}, {"Authorization: Basic dGlsbDp3cm9uZw=="}}) {
            Exchange guest = ask(anonymous, "/", fields);
            assertThat(guest.principal().consumerName()).isEqualTo("guest");
            assertThat(guest.request().headers().toString())
                    .contains("X-Consumer-ID: guest\n", "X-Anonymous-Consumer: true\n");
        }
        assertThat(harness.backendCalls()).isEqualTo(3);
    }

    /** A refused token had taken the guest's place; the guest is back with all that tells of it. */
    @Test
    void anonymousIsThereAgainAfterARefusal() {
        String alternatives =
                "key-auth: { anonymous: guest }, " + AnyOfSettings.JWT.replace("] }", "], roles: [ a ] }");
        Exchange x = ask(alternatives, "/", AnyOfSettings.bearer(""));
        assertThat(x.principal().consumerName()).isEqualTo("guest");
        assertThat(x.request().headers().getAll(HeaderName.of("X-Consumer-ID"))).containsExactly("guest");
        assertThat(x.request().headers().toString()).contains("X-Anonymous-Consumer: true\n");
    }

    @Test
    void anOptionalTokenLetsNobodyPassOnlyInTheEnd() {
        String optional = AnyOfSettings.JWT.replace("] }", "], optional: true }") + ", key-auth: {}";
        assertThat(ask(optional, "/", KEY).principal().consumerName()).isEqualTo("shop");
        assertThat(ask(optional, "/").principal()).isSameAs(Principal.NOBODY);
        assertThat(harness.backendCalls()).isEqualTo(2);
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void anAddressWillDo() {
        Exchange near = harness.exchange(AnyOfSettings.policy("ip: { allow: [ 10.0.0.0/8 ] }, key-auth: {}"));
        Asked.fill(near.request(), "/");
        near.caller().address(new byte[] {10, 0, 0, 1}, new byte[0]);
        ChainRunner.start(near);
        assertThat(harness.backendCalls()).isEqualTo(1);
        assertThat(near.principal()).isSameAs(Principal.NOBODY);
    }

    @Test
    void aForeignAddressIsAskedForWhatElseWouldDo() {
        String both = "ip: { allow: [ 10.0.0.0/8 ] }, key-auth: {}";
        refused(ask(both, "/"), 401, Reason.AUTH_MISSING, "unauthorized");
        String addresses = "ip: { allow: [ 10.0.0.0/8 ], status: 404 }, ip: { allow: [ 192.0.2.1 ] }";
        Exchange x = ask(addresses, "/");
        assertThat(harness.status()).isEqualTo(404);
        assertThat(x.reason()).isEqualTo(Reason.ADDRESS);
        assertThat(ask(both, "/", KEY).principal().consumerName()).isEqualTo("shop");
    }

    @Test
    void policiesOfTheTopLevelListStandByName() {
        String named = "{ name: keys, key-auth: {} }";
        Exchange x = Asked.ask(harness, AnyOfSettings.policy("keys, basic: {}", named), "/", KEY);
        assertThat(x.principal().consumerName()).isEqualTo("shop");
        assertThat(AnyOfSettings.describe("keys, basic: {}", named))
                .isEqualTo("one of: key-auth (asks for an API key in header X-API-Key),"
                        + " basic (asks for a user name and password of a consumer)");
        assertThat(AnyOfSettings.compile("kyes, basic: {}", named).diagnostics().toString())
                .contains("model.unknown-policy", "sekisho.yaml:10:", "kyes", "keys");
        assertThat(AnyOfSettings.compile("basic: {}", "{ name: outer, any-of: { policies: [ kyes, basic: {} ] } }")
                        .diagnostics()
                        .toString())
                .contains("model.unknown-policy", "sekisho.yaml:6:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | policies: 0 (expected: at least 2 policies)",
                "key-auth: {} | policies: 1 (expected: at least 2 policies)",
                "key-auth: {}, acl: { allow: [ a ] } | policies: acl (sekisho.yaml:10:53): no alternative (expected: one of ip, ",
                "key-auth: {}, cors: {} | no alternative (expected: one of ip, ",
                "key-auth: {}, any-of: { policies: [ key-auth: {}, basic: {} ] } | policies: any-of (sekisho.yaml:10:53): no alternative",
                "basic: {}, key-auth: { anonymous: nobody } | policies: key-auth (sekisho.yaml:10:50): anonymous: nobody (expected: name of a consumer)"
            })
    void whatCannotWorkIsRefusedWithItsPlace(String alternatives, String message) {
        assertThatThrownBy(() -> AnyOfSettings.policy(alternatives))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** One that names itself, or another that holds it, is one inside another. */
    @Test
    void noneHoldsItself() {
        String circle =
                "{ name: a, any-of: { policies: [ b, key-auth: {} ] } }, { name: b, any-of: { policies: [ a, a ] } }";
        assertThatThrownBy(() -> AnyOfSettings.policy("a, key-auth: {}", circle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policies: any-of (sekisho.yaml:6:13): no alternative");
    }

    /** Marks and ends are those of a place of the chain, which alternatives share, and of which only one may have been asked. */
    @Test
    void alternativesHaveNeitherMarksNorEnds() {
        List<String> packages = Policies.inOrder().stream()
                .map(Policies.Entry::type)
                .filter(PolicyType::isAlternative)
                .map(type -> type.getClass().getPackageName())
                .toList();
        assertThat(packages).hasSizeGreaterThanOrEqualTo(4);
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(packages);
        noClasses().should().callMethod(Exchange.class, "mark").check(classes);
        assertThat(classes.stream()
                        .filter(type -> type.isAssignableTo(Policy.class))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getName().equals("onEnd")))
                .isEmpty();
    }

    /** What a reload keeps of a document lies at other lines than before, policies inside others too. */
    @Test
    void placesMoveWithTheLines() {
        YamlDialect dialect = AnyOfSettings.dialect();
        String text = AnyOfSettings.yaml("keys, basic: {}", "{ name: keys, key-auth: {} }");
        assertThat(dialect.compile(AnyOfSettings.document(text)).failed()).isFalse();
        String moved = text.replace("{ name: keys, key-auth: {} }", "").replace("routes:", "# one\n# two\nroutes:");
        assertThat(dialect.compile(AnyOfSettings.document(moved)).diagnostics().toString())
                .contains("model.unknown-policy", "sekisho.yaml:12:39");
    }

    @Test
    void settingsAreAGroupOfPolicies() {
        PolicyGroup group =
                (PolicyGroup) AnyOfSettings.model("key-auth: {}, basic: {}", "").routes().getFirst().policies().stream()
                        .map(use -> ((PolicyUse.Inline) use).spec().config())
                        .findFirst()
                        .orElseThrow();
        assertThat(group.withPolicies(group.policies())).isEqualTo(group);
        assertThat(group.withPolicies(List.of())).isNotEqualTo(group);
    }

    @Test
    void aFirstAlternativeThatKnowsTheClientCostsNothingMore() {
        Policy alone = AnyOfSettings.policy("key-auth: {}, " + AnyOfSettings.JWT);
        Exchange x = harness.exchange(alone);
        Runnable asked = () -> {
            x.request().clear();
            x.principal(Principal.NOBODY);
            ChainHarness.field(x.request().headers(), "X-API-Key", "right");
            alone.onRequest(x);
        };
        double first = Allocation.perRun(asked); // on a loaded machine the compiler may not be done with it before
        double bytes = Math.min(first, Allocation.perRun(asked));
        double without = Allocation.perRun(() -> {
            x.request().clear();
            x.principal(Principal.NOBODY);
            ChainHarness.field(x.request().headers(), "X-API-Key", "right");
        });
        assertThat(x.principal()).isSameAs(Principal.NOBODY);
        assertThat(bytes - without).isLessThan(100);
    }

    /** Whatever a client sends, it is answered, and passes only with a credential that is right. */
    @Test
    void nothingHostilePasses() {
        Policy policy = AnyOfSettings.policy(THREE + ", key-auth: { query: [ k ], cookies: [ k ] }");
        Random random = new Random(7);
        String[] starts = {
            "Authorization: Basic ",
            "Authorization: Bearer ",
            "X-API-Key: ",
            "Cookie: k=",
            "X-Consumer-ID: ",
            "Authorization: "
        };
        for (int i = 0; i < 5_000; i++) {
            String[] fields = new String[random.nextInt(4)];
            for (int f = 0; f < fields.length; f++) {
                StringBuilder field = new StringBuilder(starts[random.nextInt(starts.length)]);
                for (int c = random.nextInt(12); c > 0; c--) {
                    field.append((char) (random.nextInt(4) == 0 ? 128 + random.nextInt(128) : 32 + random.nextInt(95)));
                }
                fields[f] = field.toString();
            }
            Exchange x = Asked.ask(harness, policy, "/?k=%" + random.nextInt(100), fields);
            assertThat(harness.status()).isEqualTo(401);
            assertThat(x.principal().isKnown()).isFalse();
        }
        assertThat(harness.backendCalls()).isZero();
    }
}
