package dev.sekisho.policy.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {

    private static final Handler SILENT = x -> {};

    private final Concurrency type = new Concurrency();
    private final ChainHarness harness = new ChainHarness();

    private ConcurrencyPolicy policy(int requests) {
        return (ConcurrencyPolicy) type.create(new ConcurrencyConfig(requests, 503, Optional.empty()));
    }

    private Exchange start(Handler handler, Policy... policies) {
        Exchange x = harness.exchange(handler, policies);
        ChainRunner.start(x);
        return x;
    }

    @Test
    void refusesWhatIsBeyondAndTakesItOnceThereIsRoom() {
        ConcurrencyPolicy policy = policy(2);
        Exchange first = start(SILENT, policy);
        start(SILENT, policy);
        assertThat(harness.heads()).isZero();
        Exchange third = start(harness.backend, policy);
        assertThat(harness.status()).isEqualTo(503);
        assertThat(third.reason()).isEqualTo(Reason.CONCURRENCY);
        assertThat(harness.body())
                .startsWith("{\"error\":\"service_unavailable\",\"message\":\"Too many requests are under way here.\"");
        assertThat(harness.backendCalls()).isZero();
        ChainRunner.end(third);
        assertThat(policy.underWay(0)).as("a refused one was never in").isEqualTo(2);
        ChainRunner.end(first);
        start(harness.backend, policy);
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void theStatusIsThatOfTheSettingsAndOfTheBodyAndTellsWhenToComeAgain() {
        Policy policy = type.create(new ConcurrencyConfig(1, 429, Optional.of(Duration.ofSeconds(30))));
        start(SILENT, policy);
        start(harness.backend, policy);
        assertThat(harness.status()).isEqualTo(429);
        assertThat(harness.fields()).contains("Retry-After: 30\n");
        assertThat(harness.body()).startsWith("{\"error\":\"too_many_requests\"");
    }

    @Test
    void everyEndCountsOutOnce() {
        ConcurrencyPolicy policy = policy(5);
        Exchange answered = start(harness.backend, policy);
        assertThat(policy.underWay(0)).as("until the end").isEqualTo(1);
        ChainRunner.end(answered);
        ChainRunner.end(start(SILENT, policy)); // the client left
        ChainRunner.end(start(
                x -> {
                    throw new IllegalStateException("broken");
                },
                policy));
        Policy waits = new Policy() {
            @Override
            public Outcome onRequest(Exchange exchange) {
                return new Outcome.Await(new CompletableFuture<>());
            }
        };
        ChainRunner.end(start(SILENT, policy, waits));
        assertThat(policy.underWay(0)).isZero();
    }

    @Test
    void onePolicyCountsEachRouteByItself() {
        ConcurrencyPolicy policy = policy(1);
        for (int id : new int[] {3, 200, 64, 1}) {
            Exchange x = harness.exchange(SILENT, policy);
            x.route(new ServedRoute("r" + id, "s", id, List.of(policy), SILENT, Map.of(), false, List.of()));
            ChainRunner.start(x);
        }
        assertThat(harness.heads()).isZero();
        assertThat(policy.underWay(3)).isEqualTo(1);
        assertThat(policy.underWay(200)).isEqualTo(1);
        assertThat(policy.underWay(64)).isEqualTo(1);
        assertThat(policy.underWay(2)).isZero();
    }

    /** A mark must be that of its policy alone, also where a chain is longer than the bits of a word. */
    @Test
    void severalInOneChainAreCountedApart() {
        List<Policy> chain = new ArrayList<>(Collections.nCopies(130, new Policy() {}));
        ConcurrencyPolicy wide = policy(10);
        ConcurrencyPolicy narrow = policy(1);
        chain.set(1, wide);
        chain.set(65, narrow); // the same bit of another word
        Policy[] all = chain.toArray(Policy[]::new);
        Exchange in = start(SILENT, all);
        Exchange refused = start(SILENT, all);
        assertThat(harness.status()).isEqualTo(503);
        assertThat(wide.underWay(0)).isEqualTo(2);
        assertThat(narrow.underWay(0)).isEqualTo(1);
        ChainRunner.end(refused);
        assertThat(wide.underWay(0)).isEqualTo(1);
        assertThat(narrow.underWay(0)).isEqualTo(1);
        ChainRunner.end(in);
        assertThat(wide.underWay(0)).isZero();
        assertThat(narrow.underWay(0)).isZero();
    }

    /** An exchange is used again: a mark that stayed would let the next request count out what it never counted in. */
    @Test
    void aMarkEndsWithItsExchange() {
        ConcurrencyPolicy policy = policy(1);
        ChainRunner.end(start(SILENT, policy));
        Exchange holding = start(SILENT, policy);
        for (int i = 0; i < 3; i++) {
            ChainRunner.end(start(SILENT, policy)); // refused, on an exchange that once was in
        }
        assertThat(policy.underWay(0)).isEqualTo(1);
        ChainRunner.end(holding);
        assertThat(policy.underWay(0)).isZero();
    }

    @Test
    void inAnyOrderOfBeginningsAndEndsTheCountIsExact() {
        Random random = new Random(20);
        ConcurrencyPolicy policy = policy(7);
        Deque<Exchange> inside = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextBoolean()) {
                int heads = harness.heads();
                Exchange x = start(SILENT, policy);
                assertThat(harness.heads() > heads).isEqualTo(inside.size() == 7);
                if (harness.heads() > heads) {
                    ChainRunner.end(x);
                } else {
                    inside.add(x);
                }
            } else if (!inside.isEmpty()) {
                ChainRunner.end(random.nextBoolean() ? inside.pollFirst() : inside.pollLast());
            }
            assertThat(policy.underWay(0)).isEqualTo(inside.size());
        }
    }

    @Test
    void admittingAllocatesNothing() {
        Policy policy = policy(1);
        ServedRoute route =
                new ServedRoute("r", "s", 0, List.of(policy), harness.quiet().backend, Map.of(), false, List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesALimitThatLetsNobodyIn(int requests) {
        assertThatThrownBy(() -> policy(requests))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requests: " + requests + " (expected: >= 1)");
    }

    @Test
    void refusesWhatCannotBeAnswered() {
        assertThatThrownBy(() -> type.create(new ConcurrencyConfig(1, 399, Optional.empty())))
                .hasMessage("status: 399 (expected: 400 to 599)");
        assertThatThrownBy(() -> type.create(new ConcurrencyConfig(1, 600, Optional.empty())))
                .hasMessage("status: 600 (expected: 400 to 599)");
        assertThatThrownBy(() -> type.create(new ConcurrencyConfig(1, 503, Optional.of(Duration.ofMillis(1500)))))
                .hasMessage("retryAfter: PT1.5S (expected: whole seconds, >= 0s)");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new ConcurrencyConfig(200, 503, Optional.empty())))
                .isEqualTo("answers 503 while 200 requests are under way");
    }
}
