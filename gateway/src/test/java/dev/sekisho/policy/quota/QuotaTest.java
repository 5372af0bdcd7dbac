package dev.sekisho.policy.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.model.PlanQuota;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.KeptRows;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.quota.QuotaConfig.Fallback;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final Plan GOLD =
            new Plan("gold", Optional.empty(), Optional.of(new PlanQuota(none(), none(), of(5), none())), Origin.NONE);

    private Instant now = Instant.parse("2028-02-29T23:59:58.500Z");
    private final KeptRows rows = KeptRows.inMemory(4);
    private final ChainHarness harness = new ChainHarness();
    private final Quota type = new Quota();

    private final PolicyServices services = new PolicyServices() {
        @Override
        public InstantSource clock() {
            return () -> now;
        }

        @Override
        public Fetcher fetcher() {
            return Fetcher.OFFLINE;
        }

        @Override
        public KeyValueStore open(dev.sekisho.model.Store store) {
            return KeyValueStore.OFFLINE;
        }

        @Override
        public KeptRows rows(String file, int width) {
            return rows;
        }

        @Override
        public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
            return first.get();
        }
    };
    private final PolicyContext context = new PolicyContext(Consumers.of(List.of(), List.of(GOLD)), services);

    private static Optional<Long> none() {
        return Optional.empty();
    }

    private static Optional<Long> of(long requests) {
        return Optional.of(requests);
    }

    private static QuotaConfig config(Fallback unknown, Optional<PlanQuota> limits) {
        return new QuotaConfig("api", limits, Optional.empty(), Optional.of("f"), Fallback.PASS, unknown, true);
    }

    private Policy policy(long day, long month) {
        PlanQuota quota = new PlanQuota(none(), none(), of(day), of(month));
        return type.create(config(Fallback.REFUSE, Optional.of(quota)), context);
    }

    private static Policy as(String consumer, Optional<String> plan) {
        Principal who = Principal.of("test", consumer, new KnownConsumer(consumer, plan, Set.of()), "");
        return new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                x.principal(who);
                return Outcome.CONTINUE;
            }
        };
    }

    private int ask(Policy policy, String consumer) {
        return ask(policy, as(consumer, Optional.empty())).status();
    }

    private ChainHarness ask(Policy policy, Policy who) {
        Exchange x = harness.exchange(who, policy);
        ChainRunner.start(x);
        ChainRunner.end(x);
        return harness;
    }

    @Test
    void theTightestPeriodIsToldAndTheOneThatIsUsedUpRefuses() {
        Policy policy = policy(2, 3);
        assertThat(ask(policy, "shop")).isEqualTo(200);
        assertThat(harness.fields())
                .contains("X-Quota-Limit: 2")
                .contains("X-Quota-Remaining: 1")
                .contains("X-Quota-Reset: 2");
        assertThat(ask(policy, "shop")).isEqualTo(200);
        assertThat(ask(policy, "shop")).isEqualTo(429);
        assertThat(harness.fields())
                .contains("Retry-After: 2")
                .contains("X-Quota-Limit: 2")
                .contains("X-Quota-Remaining: 0");
        assertThat(harness.body())
                .startsWith("{\"error\":\"quota_exceeded\",\"message\":\"The quota is used up.\",\"retryAfter\":2,"
                        + "\"limit\":2,\"period\":\"day\"");
        assertThat(ask(policy, "other")).as("somebody else").isEqualTo(200);
    }

    @Test
    void aRefusedRequestUsesNothingUp() {
        Policy policy = policy(2, 3);
        for (int i = 0; i < 10; i++) {
            ask(policy, "shop");
        }
        now = Instant.parse("2028-02-28T12:00:00Z"); // a clock that goes back opens nothing
        assertThat(ask(policy, "shop")).isEqualTo(429);
        now = Instant.parse("2028-03-01T00:00:00Z");
        assertThat(ask(policy, "shop")).isEqualTo(200);
        now = Instant.parse("2028-03-02T00:00:00Z");
        assertThat(ask(policy, "shop")).isEqualTo(200);
        assertThat(ask(policy, "shop")).isEqualTo(200);
        assertThat(ask(policy, "shop")).as("the month").isEqualTo(429);
        assertThat(harness.body()).contains("\"limit\":3,\"period\":\"month\"");
        now = Instant.parse("2028-03-31T23:59:59.999Z");
        assertThat(ask(policy, "shop")).isEqualTo(429);
        assertThat(harness.fields()).contains("Retry-After: 1");
        now = Instant.parse("2028-04-01T00:00:00Z");
        assertThat(ask(policy, "shop")).isEqualTo(200);
    }

    @Test
    void thePlansQuotaGoesBeforeThePolicys() {
        Policy policy = policy(2, 3);
        Policy gold = as("rich", Optional.of("gold"));
        for (int i = 0; i < 5; i++) {
            assertThat(ask(policy, gold).status()).isEqualTo(200);
        }
        assertThat(ask(policy, gold).status()).isEqualTo(429);
        Policy plansOnly = type.create(config(Fallback.REFUSE, Optional.empty()), context);
        assertThat(ask(plansOnly, gold).status()).as("one count of that name").isEqualTo(429);
        assertThat(ask(plansOnly, as("poor", Optional.empty())).status()).isEqualTo(200);
        assertThat(harness.fields()).doesNotContain("X-Quota");
    }

    @Test
    void nobodyKnownIsRefusedOrPassesAsConfigured() {
        Exchange x = harness.exchange(policy(1, 1));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(401);
        assertThat(x.reason()).isEqualTo(Reason.AUTH_MISSING);
        Policy open =
                type.create(config(Fallback.PASS, Optional.of(new PlanQuota(none(), none(), of(1), none()))), context);
        for (int i = 0; i < 3; i++) {
            ChainRunner.start(harness.exchange(open));
            assertThat(harness.status()).isEqualTo(200);
        }
    }

    /** Two loops that see one request left must not both take it. */
    @Test
    void manyThreadsTakeNoMoreThanThereIs() throws InterruptedException {
        KeptCounts counts = new KeptCounts(rows);
        Allowance allowance = Allowance.of(new PlanQuota(none(), of(20_000), of(15_000), of(10_000)));
        AtomicInteger admitted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    if (counts.take("a", allowance, 1_000_000).resultNow().admitted()) {
                        admitted.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(10_000);
        Standing left = counts.take("a", Allowance.of(new PlanQuota(none(), of(20_000), none(), none())), 1_000_000)
                .resultNow();
        assertThat(left.remaining()).as("what was refused is taken back").isEqualTo(9_999);
    }

    @Test
    void settingsThatCannotWorkAreTold() {
        QuotaConfig nothing = new QuotaConfig(
                "api", Optional.empty(), Optional.empty(), Optional.of("f"), Fallback.PASS, Fallback.PASS, true);
        assertThatThrownBy(() -> type.create(nothing, new PolicyContext(Consumers.NONE, services)))
                .hasMessageStartingWith("limits: none (expected:");
        Optional<PlanQuota> day = Optional.of(new PlanQuota(none(), none(), of(1), none()));
        QuotaConfig nowhere =
                new QuotaConfig("api", day, Optional.empty(), Optional.empty(), Fallback.PASS, Fallback.PASS, true);
        assertThatThrownBy(() -> type.create(nowhere, context))
                .hasMessage("store: none, and no file (expected: one of store and file)");
        QuotaConfig both =
                new QuotaConfig("api", day, Optional.of("s"), Optional.of("f"), Fallback.PASS, Fallback.PASS, true);
        assertThatThrownBy(() -> type.create(both, context)).hasMessageContaining("beside file");
    }

    @Test
    void saysWhatItDoes() {
        assertThat(type.describe(config(Fallback.PASS, Optional.of(new PlanQuota(none(), none(), of(7), of(9))))))
                .isEqualTo(
                        "allows each consumer the quota of its plan, else 7 a day, 9 a month; counted as api in a file");
    }
}
