package dev.sekisho.policy.keyauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.CredentialHash;
import dev.sekisho.policy.KeyValueStore;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of a store, and how it is asked, at a time of the test's own. */
class StoredKeysTest {

    static final String PREFIX = "p:";
    private static final StoreConfig SETTINGS = settings(60, 5, 100, 300);
    private static final Consumers NONE = Consumers.NONE;
    private static final Map<String, String> SHOP = Map.of("consumer", "shop");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000); // wraps around on the way
    private final Fake store = new Fake();

    /** Answers when told to. */
    static final class Fake implements KeyValueStore {
        final Map<String, CompletableFuture<Map<String, String>>> waiting = new HashMap<>();
        final List<String> asked = new ArrayList<>();
        boolean throwing;

        @Override
        public CompletableFuture<Map<String, String>> fields(String key, List<String> names) {
            if (throwing) {
                throw new IllegalStateException("against the contract");
            }
            asked.add(key);
            CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
            waiting.put(key, answer);
            return answer;
        }

        CompletableFuture<Map<String, String>> waiter(CredentialHash hash) {
            return Objects.requireNonNull(waiting.remove(PREFIX + hash.hex()), "nobody asks for it");
        }

        void answer(CredentialHash hash, Map<String, String> fields) {
            waiter(hash).complete(fields);
        }

        void fail(CredentialHash hash) {
            waiter(hash).completeExceptionally(new IllegalStateException("down"));
        }
    }

    static StoreConfig settings(int cache, int negative, int size, int stale) {
        return new StoreConfig(
                "keys",
                PREFIX,
                Duration.ofSeconds(cache),
                Duration.ofSeconds(negative),
                size,
                Duration.ofSeconds(stale));
    }

    static CredentialHash hash(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return CredentialHash.of(bytes, 0, bytes.length);
    }

    private StoredKeys keys(StoreConfig settings) {
        return new StoredKeys(store, settings, now::get);
    }

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private Finding learn(StoredKeys keys, String key, Map<String, String> fields) {
        CompletableFuture<Finding> asked = keys.ask(hash(key), NONE);
        store.answer(hash(key), fields);
        return asked.join();
    }

    private Finding failing(StoredKeys keys, String key) {
        CompletableFuture<Finding> asked = keys.ask(hash(key), NONE);
        store.fail(hash(key));
        return asked.join();
    }

    @Test
    void whatIsRememberedKeepsNoOldConfiguration() throws Exception {
        StoredKeys keys = keys(SETTINGS);
        WeakReference<Consumers> old =
                new WeakReference<>(Consumers.of(List.of(), List.of(new Plan("old", Optional.empty(), Origin.NONE))));
        CompletableFuture<Finding> asked = keys.ask(hash("test"), Objects.requireNonNull(old.get()));
        store.answer(hash("test"), SHOP);
        assertThat(asked.join()).isInstanceOf(Finding.Found.class);
        for (int i = 0; i < 500 && !old.refersTo(null); i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(old.refersTo(null)).isTrue();
        assertThat(keys.remembered(hash("test"))).isInstanceOf(Finding.Found.class);
    }

    @Test
    void anEndThatNoClockReachesHoldsNobody() {
        StoredKeys keys = keys(SETTINGS);
        KnownKey ever = found(learn(keys, "ever", Map.of("consumer", "shop", "expires", "+999999999-01-01T00:00:00Z")));
        assertThat(ever.expiresEver()).isFalse();
        KnownKey gone = found(learn(keys, "gone", Map.of("consumer", "shop", "expires", "-999999999-01-01T00:00:00Z")));
        assertThat(gone.isExpired(0)).isTrue();
    }

    @Test
    void fieldsThatCannotEvenBeReadHoldNobody() {
        Map<String, String> hostile = new HashMap<>() {
            @Override
            public String getOrDefault(@Nullable Object key, String otherwise) {
                throw new IllegalStateException("against the contract");
            }
        };
        hostile.put("consumer", "shop");
        StoredKeys keys = keys(SETTINGS);
        assertThat(learn(keys, "odd", hostile)).isInstanceOf(Finding.Broken.class);
        pass(5);
        assertThat(learn(keys, "odd", SHOP)).as("asked for again").isInstanceOf(Finding.Found.class);
    }

    private static KnownKey found(Finding finding) {
        assertThat(finding).isInstanceOf(Finding.Found.class);
        return ((Finding.Found) finding).known();
    }

    @Test
    void aKeyIsAskedForByItsHashAndRememberedForAWhile() {
        StoredKeys keys = keys(SETTINGS);
        assertThat(keys.remembered(hash("test"))).isNull();
        assertThat(learn(keys, "test", SHOP)).isInstanceOf(Finding.Found.class);
        assertThat(store.asked).containsExactly("p:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        pass(59);
        assertThat(keys.remembered(hash("test"))).isInstanceOf(Finding.Found.class);
        pass(1);
        assertThat(keys.remembered(hash("test"))).isNull();
    }

    @Test
    void anUnknownKeyIsRememberedForLess() {
        StoredKeys keys = keys(SETTINGS);
        assertThat(learn(keys, "a", Map.of())).isEqualTo(new Finding.Unknown(false));
        pass(4);
        assertThat(keys.remembered(hash("a"))).isEqualTo(new Finding.Unknown(false));
        pass(1);
        assertThat(keys.remembered(hash("a"))).isNull();
        assertThat(learn(keys, "a", SHOP)).isInstanceOf(Finding.Found.class);
        assertThat(keys.remembered(hash("a"))).isInstanceOf(Finding.Found.class);
    }

    @Test
    void aKeyThatIsTakenAwayIsForgottenEvenWhereTheStoreIsDownThen() {
        StoredKeys keys = keys(SETTINGS);
        learn(keys, "a", SHOP);
        pass(60);
        assertThat(learn(keys, "a", Map.of())).isInstanceOf(Finding.Unknown.class);
        pass(5);
        assertThat(failing(keys, "a")).isInstanceOf(Finding.Unavailable.class);
        learn(keys, "b", SHOP);
        pass(60);
        assertThat(learn(keys, "b", Map.of("consumer", "shop", "disabled", "1")))
                .isEqualTo(new Finding.Unknown(true));
        pass(5);
        assertThat(failing(keys, "b")).isInstanceOf(Finding.Unavailable.class);
    }

    @Test
    void whileTheStoreIsDownWhatWasFoundCountsOnForAWhile() {
        StoredKeys keys = keys(SETTINGS);
        learn(keys, "a", SHOP);
        pass(359);
        assertThat(failing(keys, "a")).isInstanceOf(Finding.Found.class);
        assertThat(keys.remembered(hash("a"))).as("each one asks again").isNull();
        pass(1);
        assertThat(failing(keys, "a")).isInstanceOf(Finding.Unavailable.class);
        assertThat(failing(keys, "never seen")).isInstanceOf(Finding.Unavailable.class);
        StoredKeys strict = keys(settings(60, 5, 100, 0));
        learn(strict, "a", SHOP);
        pass(60);
        assertThat(failing(strict, "a")).isInstanceOf(Finding.Unavailable.class);
    }

    @Test
    void whoeverWaitsForOneKeyWaitsForOneAnswerOnACopyOfHisOwn() {
        StoredKeys keys = keys(SETTINGS);
        CompletableFuture<Finding> first = keys.ask(hash("a"), NONE);
        CompletableFuture<Finding> second = keys.ask(hash("a"), NONE);
        assertThat(store.asked).hasSize(1);
        assertThat(first.cancel(false)).isTrue();
        store.answer(hash("a"), SHOP);
        assertThat(second).isCompletedWithValueMatching(Finding.Found.class::isInstance);
    }

    @Test
    void onlySoManyKeysAreAskedForAtATime() {
        StoredKeys keys = keys(SETTINGS);
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.ask(hash("k" + i), NONE)).isNotDone();
        }
        assertThat(keys.ask(hash("one more"), NONE))
                .isCompletedWithValueMatching(Finding.Unavailable.class::isInstance);
        assertThat(store.asked).hasSize(1_000);
        store.answer(hash("k7"), Map.of());
        assertThat(keys.ask(hash("one more"), NONE)).isNotDone();
    }

    @Test
    void aStoreThatThrowsHoldsNobody() {
        StoredKeys keys = keys(SETTINGS);
        store.throwing = true;
        assertThat(keys.ask(hash("a"), NONE)).isCompletedWithValueMatching(Finding.Unavailable.class::isInstance);
        store.throwing = false;
        assertThat(learn(keys, "a", SHOP)).isInstanceOf(Finding.Found.class);
    }

    @Test
    void strangersPushNoGoodKeyOut() {
        StoredKeys keys = keys(SETTINGS);
        learn(keys, "good", SHOP);
        for (int i = 0; i < 1_000; i++) {
            learn(keys, "bad" + i, Map.of());
        }
        assertThat(keys.remembered(hash("good"))).isInstanceOf(Finding.Found.class);
        assertThat(keys.remembered(hash("bad0"))).as("memory is bounded").isNull();
        assertThat(keys.remembered(hash("bad999"))).isNotNull();
    }

    @Test
    void whatCannotBeRightIsRememberedAsThatForAMoment() {
        StoredKeys keys = keys(SETTINGS);
        assertThat(learn(keys, "a", Map.of("plan", "gold"))).isInstanceOf(Finding.Broken.class);
        assertThat(keys.remembered(hash("a"))).isInstanceOf(Finding.Broken.class);
        pass(5);
        CompletableFuture<Finding> asked = keys.ask(hash("a"), NONE);
        store.waiter(hash("a")).completeExceptionally(new KeyValueStore.WrongKind("list"));
        assertThat(asked).isCompletedWithValueMatching(Finding.Broken.class::isInstance);
    }

    @Test
    void aKeyIsOfTheConsumerOfTheConfigurationThatServes() throws Exception {
        StoredKeys keys = keys(SETTINGS);
        Finding.Found found = (Finding.Found) learn(keys, "a", SHOP);
        assertThat(found.known().principal().plan()).isEmpty();
        Plan gold = new Plan("gold", Optional.empty(), dev.sekisho.model.Origin.NONE);
        Consumers next = Consumers.of(List.of(Asked.consumer("shop", Asked.key("k"))), List.of(gold));
        KnownKey known = new Keys(new KeyTable(next), Optional.of(keys), next).known(found);
        assertThat(known.principal().plan()).isEqualTo("gold");
        assertThat(known.principal().groups()).containsExactly("partners");
    }
}
