package dev.sekisho.policy.keyauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Requests whose key a store knows. */
class KeyAuthStoreTest {

    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private static final Plan FREE = new Plan("free", Optional.empty(), Origin.NONE);
    private static final Store KEYS = Store.redis("keys", "redis://r", Optional.empty(), Duration.ofMillis(20));

    private final StoredKeysTest.Fake store = new StoredKeysTest.Fake();
    private final ChainHarness harness = new ChainHarness();
    private final KeyAuth type = new KeyAuth();
    private final PolicyContext context = new PolicyContext(
            Consumers.of(List.of(Asked.consumer("shop", Asked.key("configured"))), List.of(FREE)),
            List.of(KEYS),
            Map.of(),
            new PolicyServices() {
                @Override
                public InstantSource clock() {
                    return InstantSource.fixed(NOON);
                }

                @Override
                public Fetcher fetcher() {
                    return Fetcher.OFFLINE;
                }

                @Override
                public KeyValueStore open(Store settings) {
                    return store;
                }

                @Override
                public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
                    return first.get();
                }
            });
    private final Policy policy = type.create(config("keys"), context);

    private static KeyAuthConfig config(String name) {
        StoreConfig settings = new StoreConfig(
                name, StoredKeysTest.PREFIX, Duration.ofMinutes(1), Duration.ofSeconds(5), 100, Duration.ofMinutes(5));
        return new KeyAuthConfig(
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                true,
                "api",
                Optional.of(settings));
    }

    private Exchange ask(String key) {
        return Asked.ask(harness, policy, "/", "X-API-Key: " + key);
    }

    private void answer(String key, Map<String, String> fields) {
        store.answer(StoredKeysTest.hash(key), fields);
        harness.runLoop();
    }

    @Test
    void aKeyOfTheConfigurationAsksNoStore() {
        assertThat(ask("configured").principal().credential()).isEqualTo("shop/1");
        assertThat(harness.status()).isEqualTo(200);
        assertThat(store.asked).isEmpty();
    }

    @Test
    void aRequestWaitsForTheStoreAndPassesWithWhatItSays() {
        Exchange x = ask("stored");
        assertThat(harness.heads()).isZero();
        answer("stored", Map.of("consumer", "guest", "plan", "free", "groups", "a", "id", "7"));
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().consumerName()).isEqualTo("guest");
        assertThat(x.principal().plan()).isEqualTo("free");
        assertThat(x.principal().groups()).containsExactly("a");
        assertThat(x.principal().credential()).isEqualTo("guest/7");
        assertThat(x.request().headers().toString())
                .contains("X-Consumer-ID: guest\n")
                .doesNotContain("stored");
        ChainRunner.end(x);
        Exchange again = ask("stored");
        assertThat(again.principal()).as("the same, without waiting").isSameAs(x.principal());
        assertThat(store.asked).hasSize(1);
    }

    @Test
    void whoLeavesMeanwhileIsNotServedAndHarmsNobody() {
        Exchange x = ask("stored");
        ChainRunner.end(x);
        Exchange next = Asked.ask(harness, policy, "/", "X-API-Key: other");
        answer("stored", Map.of("consumer", "shop"));
        assertThat(harness.backendCalls()).isZero();
        answer("other", Map.of());
        assertThat(harness.status()).isEqualTo(401);
        assertThat(next.principal().isKnown()).isFalse();
    }

    @Test
    void aStoreThatIsDownIsNoPassAndNo401() {
        Exchange x = ask("stored");
        store.fail(StoredKeysTest.hash("stored"));
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(503);
        assertThat(x.reason()).isEqualTo(Reason.AUTH_UNAVAILABLE);
        assertThat(harness.body())
                .startsWith("{\"error\":\"service_unavailable\"")
                .doesNotContain("stored");
        assertThat(harness.fields()).doesNotContain("WWW-Authenticate");
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void expiryHoldsByTheClock() {
        ask("stored");
        answer("stored", Map.of("consumer", "shop", "expires", "2027-03-01T12:00:00Z"));
        assertThat(harness.status()).isEqualTo(401);
        assertThat(harness.body()).startsWith("{\"error\":\"api_key_expired\"");
    }

    @Test
    void aStoreThatIsNotConfiguredIsRefused() {
        assertThatThrownBy(() -> type.create(config("kyes"), context))
                .hasMessage("store.redis: kyes (expected: name of a store of kind redis)");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(config("keys")))
                .isEqualTo("asks for an API key in header X-API-Key, known here or in the store keys,"
                        + " which the backend does not see");
    }
}
