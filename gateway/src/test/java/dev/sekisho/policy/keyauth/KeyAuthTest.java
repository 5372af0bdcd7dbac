package dev.sekisho.policy.keyauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.ApiKey;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAuthTest {

    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

    private final KeyAuth type = new KeyAuth();
    private final ChainHarness harness = new ChainHarness();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final PolicyContext context = Asked.context(
            now::get,
            Asked.consumer("shop", Asked.key("old-key", NOON.plusSeconds(60)), Asked.key("new-key")),
            Asked.consumer("guest", new ApiKey[0]),
            Asked.consumer("café", Asked.key("schlüssel")));

    private static KeyAuthConfig config(
            List<String> headers, List<String> query, List<String> cookies, Optional<String> scheme, boolean hide) {
        return new KeyAuthConfig(
                headers, query, cookies, scheme, hide, Optional.empty(), true, "api", Optional.empty());
    }

    private static final KeyAuthConfig PLAIN = config(List.of(), List.of(), List.of(), Optional.empty(), false);
    private static final KeyAuthConfig EVERYWHERE = config(
            List.of("X-API-Key", "apikey"), List.of("api_key", "k"), List.of("api_key"), Optional.of("ApiKey"), true);

    private Exchange ask(KeyAuthConfig config, String target, String... fields) {
        return Asked.ask(harness, type.create(config, context), target, fields);
    }

    private void refused(Exchange x, Reason reason, String error) {
        assertThat(harness.status()).isEqualTo(401);
        assertThat(x.reason()).isEqualTo(reason);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\",\"message\":");
        assertThat(harness.fields()).contains("WWW-Authenticate: ");
        assertThat(harness.backendCalls()).isZero();
        assertThat(x.principal().isKnown()).isFalse();
    }

    @Test
    void aKeyTellsTheConsumerWithPlanAndGroups() {
        Exchange x = ask(PLAIN, "/a", "x-api-key: new-key");
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().method()).isEqualTo("key-auth");
        assertThat(x.principal().consumerName()).isEqualTo("shop");
        assertThat(x.principal().plan()).isEqualTo("gold");
        assertThat(x.principal().groups()).containsExactly("partners");
        assertThat(x.principal().credential()).isEqualTo("shop/2");
        assertThat(x.request().headers().toString())
                .contains("x-api-key: new-key\n", "X-Consumer-ID: shop\n")
                .doesNotContain("X-Anonymous-Consumer");
    }

    @Test
    void keysAreComparedAsTheBytesOfUtf8() {
        String wire = new String("schlüssel".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        refused(ask(PLAIN, "/", "X-API-Key: schlüssel"), Reason.AUTH_INVALID, "invalid_api_key");
        assertThat(ask(PLAIN, "/", "X-API-Key: " + wire).principal().isKnown()).isTrue();
    }

    @Test
    void whereNothingIsShownCredentialsAreMissing() {
        Exchange x = ask(EVERYWHERE, "/a?api_ke=new-key", "Authorization: Basic new-key", "Cookie: other=new-key");
        refused(x, Reason.AUTH_MISSING, "unauthorized");
        assertThat(harness.fields()).contains("WWW-Authenticate: ApiKey realm=\"api\"\n");
        assertThat(x.detail())
                .isEqualTo("no API key in header X-API-Key, header apikey, query parameter api_key, query parameter k,"
                        + " cookie api_key, Authorization with scheme ApiKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-API-Key: unknown",
                "X-API-Key:",
                "X-API-Key: new-key, new-key",
                "X-API-Key: NEW-KEY",
                "X-API-Key: new-key\r\nX-API-Key: new-key",
                "X-API-Key: new-key\r\nx-api-key: other",
                "Cookie: api_key=",
                "Cookie: api_key=new-key; api_key=new-key",
                "Cookie: api_key=new-key\r\nCookie: api_key=new-key",
                "Cookie: api_key=\"new-key\"",
                "Authorization: ApiKey",
                "Authorization: apikey new-key x",
                "Authorization: ApiKey new-key\r\nAuthorization: ApiKey new-key"
            })
    void whatIsWrongIsRefusedAndNeverShown(String fields) {
        Exchange x = ask(EVERYWHERE, "/a", fields.split("\r\n"));
        refused(x, Reason.AUTH_INVALID, "invalid_api_key");
        assertThat(x.detail() + harness.body() + harness.fields()).doesNotContainIgnoringCase("new-key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a?api_key=",
                "/a?api_key",
                "/a?api_key=new-key&api_key=new-key",
                "/a?api_key=new-key&api%5Fkey=x"
            })
    void wrongParametersAreRefused(String target) {
        refused(ask(EVERYWHERE, target), Reason.AUTH_INVALID, "invalid_api_key");
    }

    /** The first place decides: a good key behind a wrong one must not let in who guesses at the first. */
    @Test
    void theFirstPlaceThatHoldsAnythingDecides() {
        refused(ask(EVERYWHERE, "/a?api_key=new-key", "X-API-Key: no"), Reason.AUTH_INVALID, "invalid_api_key");
        Exchange x = ask(
                EVERYWHERE, "/a?api_key=no&b=1", "apikey: new-key", "Cookie: api_key=no", "Authorization: apikey x");
        assertThat(harness.status()).isEqualTo(200);
        assertThat(Asked.forwarded(x)).isEqualTo("/a?b=1");
        assertThat(x.request().headers().toString())
                .isEqualTo("Host: test\nX-Consumer-ID: shop\nX-Consumer-Username: shop\n");
    }

    @Test
    void twoKeysLiveUntilOneEndsByTheClock() {
        assertThat(ask(PLAIN, "/", "X-API-Key: old-key").principal().credential())
                .isEqualTo("shop/1");
        assertThat(ask(PLAIN, "/", "X-API-Key: new-key").principal().credential())
                .isEqualTo("shop/2");
        now.set(NOON.plusMillis(59_999));
        assertThat(ask(PLAIN, "/", "X-API-Key: old-key").principal().isKnown()).isTrue();
        now.set(NOON.plusSeconds(60));
        ChainHarness after = new ChainHarness();
        Exchange x = Asked.ask(after, type.create(PLAIN, context), "/", "X-API-Key: old-key");
        assertThat(after.status()).isEqualTo(401);
        assertThat(x.reason()).isEqualTo(Reason.AUTH_EXPIRED);
        assertThat(after.body())
                .startsWith("{\"error\":\"api_key_expired\",\"message\":\"The API key has expired.\","
                        + "\"expiredAt\":\"2027-03-01T12:01:00Z\"");
        assertThat(x.detail()).isEqualTo("header X-API-Key: API key shop/1 expired 2027-03-01T12:01:00Z");
        assertThat(ask(PLAIN, "/", "X-API-Key: new-key").principal().isKnown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/a?api_key=new-key, /a",
        "/a?api_key=new-key&, /a?",
        "/a?&api_key=new-key, /a?",
        "/a?x=1&api_key=new-key, /a?x=1",
        "/a?api_key=new-key&x=1, /a?x=1",
        "/a?x=1&api_key=new-key&y=2, /a?x=1&y=2",
        "/a?x=%2f%2F&&api%5fkey=new%2Dkey&y=+&=&z, /a?x=%2f%2F&&y=+&=&z",
        "/a?x=api_key=no&api_key=new-key&api_keys=1, /a?x=api_key=no&api_keys=1",
        "/b/../a?k=new-key&x=1, /a?x=1",
        "http://test/a?k=new-key&x=?, /a?x=?",
        "http://test?k=new-key, /"
    })
    void hidingLeavesTheOtherParametersByteForByte(String sent, String forwarded) {
        Exchange x = ask(EVERYWHERE, sent);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(Asked.forwarded(x)).isEqualTo(forwarded);
        assertThat(Asked.logged(x)).hasSameSizeAs(sent).doesNotContain("new-key", "new%2Dkey");
    }

    /** The log knows usual names of secrets only; that of a parameter is the operator's choice. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLogNeverShowsAKeyOfAnyParameter(boolean hide) {
        KeyAuthConfig config = config(List.of("X-API-Key"), List.of("k", "q"), List.of(), Optional.empty(), hide);
        Exchange x = ask(config, "/a?k=new-key&x=1&q=other");
        assertThat(Asked.logged(x)).isEqualTo("/a?k=*******&x=1&q=*****");
        assertThat(Asked.forwarded(x)).isEqualTo(hide ? "/a?x=1" : "/a?k=new-key&x=1&q=other");
        Exchange wrong = ask(config, "/a?k=nearly-the-key&k=2");
        assertThat(harness.status()).isEqualTo(401);
        assertThat(Asked.logged(wrong)).isEqualTo("/a?k=**************&k=*");
        Exchange both = ask(config, "/a?k=secret", "X-API-Key: new-key");
        assertThat(Asked.logged(both)).isEqualTo("/a?k=******");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api_key=new-key | ''",
                "a=1; api_key=new-key | a=1",
                "api_key=new-key; a=1; b=\"2\" | a=1; b=\"2\"",
                "a=1;api_key=new-key;b=2;;c | a=1;b=2;;c"
            })
    void hidingLeavesTheOtherCookiesAsTheyWere(String sent, String forwarded) {
        Exchange x = ask(EVERYWHERE, "/", "Cookie: z=0", "Cookie: " + sent);
        assertThat(harness.status()).isEqualTo(200);
        List<String> cookies = new ArrayList<>(List.of("z=0"));
        if (!forwarded.isEmpty()) {
            cookies.add(forwarded);
        }
        assertThat(x.request().headers().getAll(HeaderName.COOKIE)).isEqualTo(cookies);
    }

    /** The oracle splits the text; names are compared decoded. */
    @Test
    void hidingLeavesOtherSchemes() {
        Exchange x = ask(EVERYWHERE, "/", "Authorization: APIKEY   new-key");
        assertThat(x.principal().isKnown()).isTrue();
        assertThat(x.request().headers().toString()).doesNotContain("Authorization");
        Exchange other = ask(EVERYWHERE, "/", "X-API-Key: new-key", "Authorization: Bearer t");
        assertThat(other.request().headers().toString())
                .contains("Authorization: Bearer t\n")
                .doesNotContain("X-API-Key");
    }

    @Test
    void withoutAKeyTheAnonymousConsumerPassesAndWithAWrongOneNobody() {
        KeyAuthConfig config = new KeyAuthConfig(
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                Optional.of("guest"),
                true,
                "api",
                Optional.empty());
        Exchange x = ask(config, "/");
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().consumerName()).isEqualTo("guest");
        assertThat(x.request().headers().toString()).contains("X-Consumer-ID: guest\n", "X-Anonymous-Consumer: true\n");
        ChainRunner.end(x);
        ChainHarness fresh = new ChainHarness();
        Exchange wrong = Asked.ask(fresh, type.create(config, context), "/", "X-API-Key: no");
        assertThat(fresh.status()).isEqualTo(401);
        assertThat(wrong.principal().isKnown()).isFalse();
        assertThatThrownBy(() -> type.create(
                        new KeyAuthConfig(
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                false,
                                Optional.of("gast"),
                                true,
                                "api",
                                Optional.empty()),
                        context))
                .hasMessage("anonymous: gast (expected: name of a consumer)");
    }

    @Test
    void manyKeysAreFoundAndNoOthers() {
        ApiKey[] keys = new ApiKey[5000];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Asked.key("key-" + i);
        }
        Policy policy = type.create(PLAIN, Asked.context(Asked.consumer("many", keys)));
        for (int i = 0; i < 2 * keys.length; i++) {
            Exchange x = Asked.ask(harness, policy, "/", "X-API-Key: key-" + i);
            assertThat(x.principal().isKnown()).isEqualTo(i < keys.length);
            ChainRunner.end(x);
        }
    }

    @Test
    void whereNobodyHasAKeyNobodyPasses() {
        Asked.ask(harness, type.create(PLAIN, PolicyContext.OFFLINE), "/", "X-API-Key: new-key");
        assertThat(harness.status()).isEqualTo(401);
    }

    /** All but the two fields for the backend, whose values are written from the consumer's name. */
    @Test
    void knowingAClientAllocatesNextToNothing() {
        Policy policy = type.create(EVERYWHERE, context);
        Exchange x = harness.exchange(policy);
        double bytes = Allocation.perRun(() -> {
            x.request().clear();
            x.principal(Principal.NOBODY);
            ChainHarness.field(x.request().headers(), "X-API-Key", "new-key");
            policy.onRequest(x);
        });
        double without = Allocation.perRun(() -> {
            x.request().clear();
            x.principal(Principal.NOBODY);
            ChainHarness.field(x.request().headers(), "X-API-Key", "new-key");
        });
        assertThat(bytes - without).isLessThan(100);
    }

    @Test
    void refusesPlacesThatCannotWork() {
        for (String name : List.of(
                "Authorization", "cookie", "Host", "X-Consumer-Key", "a b", "", "Connection", "X-Forwarded-Key")) {
            assertThatThrownBy(() ->
                            type.create(config(List.of(name), List.of(), List.of(), Optional.empty(), false), context))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("headers: ");
        }
        assertThatThrownBy(
                        () -> type.create(config(List.of(), List.of(""), List.of(), Optional.empty(), false), context))
                .hasMessageStartingWith("query: ");
        assertThatThrownBy(() ->
                        type.create(config(List.of(), List.of(), List.of("a b"), Optional.empty(), false), context))
                .hasMessageStartingWith("cookies: a b (expected: ");
        assertThatThrownBy(() ->
                        type.create(config(List.of(), List.of(), List.of(), Optional.of("a\r\nb"), false), context))
                .hasMessageStartingWith("scheme: a\\u000d\\u000ab (expected: ");
        assertThatThrownBy(() -> type.create(
                        new KeyAuthConfig(
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                true,
                                "a\"b",
                                Optional.empty()),
                        context))
                .hasMessageStartingWith("realm: a\"b (expected: ");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(PLAIN)).isEqualTo("asks for an API key in header X-API-Key");
        assertThat(type.describe(new KeyAuthConfig(
                        List.of(),
                        List.of("k"),
                        List.of("c"),
                        Optional.empty(),
                        true,
                        Optional.of("guest"),
                        true,
                        "api",
                        Optional.empty())))
                .isEqualTo("asks for an API key in query parameter k, or cookie c, which the backend does not see;"
                        + " requests without one pass as guest");
    }
}
