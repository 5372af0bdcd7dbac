package dev.sekisho.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Size;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.cache.store.CacheKey;
import dev.sekisho.policy.cache.store.Flight;
import dev.sekisho.policy.cache.store.Flights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CacheTest {

    private static final CacheConfig.When NEVER = new CacheConfig.When(List.of(), List.of(), List.of());

    private final ChainHarness harness = new ChainHarness();

    private static CacheConfig config(
            Map<String, Duration> ttl, List<String> methods, String key, List<String> ignore, long maxObject) {
        return new CacheConfig(
                ttl,
                false,
                methods,
                key,
                List.of("X-Country"),
                NEVER,
                NEVER,
                CacheConfig.ClientControl.IGNORE,
                ignore,
                List.of(),
                CacheConfig.Cookies.EXPLICIT,
                Duration.ofSeconds(5),
                new CacheConfig.StaleIfError(Duration.ZERO, List.of()),
                new CacheConfig.Coalesce(true, Duration.ofSeconds(5)),
                true,
                new Size(maxObject),
                new Size(1 << 20),
                Optional.empty(),
                "X-Cache-Status",
                false,
                Optional.empty());
    }

    private static CacheConfig plain() {
        return config(Map.of("200", Duration.ofMinutes(5)), List.of(), KeyTemplate.WHOLE, List.of(), 1000);
    }

    private static Policy create(CacheConfig config) {
        return new Cache().create(config, PolicyContext.OFFLINE);
    }

    private static void refused(CacheConfig config, String message) {
        assertThatThrownBy(() -> create(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithTheirReason() {
        refused(
                config(Map.of("20", Duration.ofSeconds(1)), List.of(), KeyTemplate.WHOLE, List.of(), 1),
                "ttl.20 (expected: ");
        refused(
                config(Map.of(), List.of("POST"), KeyTemplate.WHOLE, List.of(), 1),
                "methods[0]: POST (expected: GET or HEAD");
        refused(config(Map.of(), List.of(), "{host}", List.of(), 1), "key: {host} (expected: {path} in it)");
        refused(config(Map.of(), List.of(), "{path}{nobody}", List.of(), 1), "key: {nobody} (expected: ");
        refused(
                config(Map.of(), List.of(), "{path}{", List.of(), 1),
                "(expected: braces around names of placeholders only)");
        refused(
                config(Map.of(), List.of(), KeyTemplate.WHOLE, List.of("Date"), 1),
                "ignore[0]: Date (expected: one of ");
        refused(
                config(Map.of(), List.of(), KeyTemplate.WHOLE, List.of(), 1 << 19),
                "maxObject: 512KiB (expected: a quarter of memory");
    }

    @Test
    void itTellsWhatItDoes() {
        assertThat(new Cache().describe(plain()))
                .isEqualTo(
                        "keeps responses under {scheme}://{host}{path}{query} and X-Country; for as long as they say,"
                                + " else 200 for 5m; stale while fetched anew for 5s; up to 1000B each, 1MiB of memory");
    }

    private Exchange request(Policy policy, String... namesAndValues) {
        Exchange x = harness.exchange(policy);
        x.request().method(Method.GET, 0, 0);
        x.request().query(-1, -1);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ChainHarness.field(x.request().headers(), namesAndValues[i], namesAndValues[i + 1]);
        }
        return x;
    }

    @Test
    void anErrorOfTheGatewaysOwnIsNotStored() {
        Policy policy = create(plain());
        for (int i = 0; i < 2; i++) {
            Exchange x =
                    harness.exchange(y -> ChainRunner.fail(y, dev.sekisho.dataplane.Reason.CONNECT_REFUSED), policy);
            x.request().query(-1, -1);
            ChainRunner.start(x);
            assertThat(harness.status()).isEqualTo(502);
            assertThat(harness.fields()).contains("X-Cache-Status: MISS");
            ChainRunner.end(x);
        }
    }

    @Test
    void whatVariesByASettingIsKeptForEachValue() {
        Policy policy = create(plain());
        harness.backend(200, "Cache-Control", "max-age=60");
        for (String country : List.of("jp", "de", "jp")) {
            Exchange x = request(policy, "X-Country", country);
            ChainRunner.start(x);
            ChainRunner.end(x);
        }
        assertThat(harness.backendCalls()).isEqualTo(2);
        assertThat(harness.fields()).contains("X-Cache-Status: HIT", "Age: 0");
        assertThat(harness.ends()).isEqualTo(3);
    }

    @Test
    void anErrorInThePlaceOfWhatIsStoredStaysAnError() {
        Policy cache = create(plain());
        Policy outer = new Policy() {
            @Override
            public Outcome onResponse(Exchange x) {
                boolean hit = x.response().headers().toString().contains("X-Cache-Status: HIT");
                return hit ? new Outcome.Await(new CompletableFuture<Outcome>()) : Outcome.CONTINUE;
            }
        };
        for (int i = 0; i < 2; i++) {
            Exchange x = harness.exchange(outer, cache);
            x.request().query(-1, -1);
            ChainRunner.start(x);
            if (i == 1) {
                ChainRunner.fail(x, dev.sekisho.dataplane.Reason.CONNECT_REFUSED);
            }
            ChainRunner.end(x);
        }
        assertThat(harness.status()).isEqualTo(502);
        assertThat(harness.fields()).doesNotContain("Age:", "HIT");
    }

    /** The stage may end before the chain has it, as where one wait follows another, and the client may leave in between. */
    @Test
    void whatAWaitComesToIsNothingToAnExchangeThatIsOver() {
        Exchange x = harness.exchange(create(plain()));
        Flights flights = new Flights();
        CacheKey key = new CacheKey(new byte[1]);
        Flights.Place place = flights.take(key);
        AtomicInteger ran = new AtomicInteger();
        Waiting.start(x, place.flight(), Duration.ofMinutes(1).toNanos(), result -> {
            ran.incrementAndGet();
            return Outcome.CONTINUE;
        });
        ChainRunner.end(x);
        flights.land(key, place.flight(), Flight.Result.STORED);
        harness.runLoop();
        assertThat(ran).hasValue(0);
    }
}
