package dev.sekisho.policy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.ratelimit.RateLimitConfig.AddressPrefix;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Cost;
import dev.sekisho.policy.ratelimit.RateLimitConfig.EmptyKey;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Family;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitTest {

    private final ChainHarness harness = new ChainHarness().frozen();
    private final PolicyContext context = new PolicyContext(
            Consumers.of(
                    List.of(),
                    List.of(
                            new Plan("gold", Optional.empty(), Origin.NONE),
                            new Plan("staff", Optional.empty(), Origin.NONE))),
            PolicyServices.offline());
    private final RateLimitSettings settings = new RateLimitSettings();

    private Policy policy() {
        return new RateLimit().create(settings.config(), context);
    }

    private int ask(Policy policy, Consumer<Exchange> prepare) {
        Exchange x = start(policy, prepare);
        ChainRunner.end(x);
        return harness.status();
    }

    private Exchange start(Policy policy, Consumer<Exchange> prepare) {
        Exchange x = harness.exchange(policy);
        prepare.accept(x);
        ChainRunner.start(x);
        return x;
    }

    private static Consumer<Exchange> from(String address) {
        byte[] bytes = literal(address);
        byte[] text = address.getBytes(StandardCharsets.US_ASCII);
        return x -> x.caller().address(bytes, text);
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Consumer<Exchange> with(String name, String value) {
        return from("192.0.2.1").andThen(x -> ChainHarness.field(x.request().headers(), name, value));
    }

    private static Consumer<Exchange> by(String consumer, String plan) {
        KnownConsumer known =
                new KnownConsumer(consumer, plan.isEmpty() ? Optional.empty() : Optional.of(plan), Set.of());
        Principal who = new Principal(
                "key-auth",
                consumer,
                Optional.of(known),
                consumer + "/1",
                Set.of(),
                Set.of(),
                Map.of("tenant", Map.of("id", "t-" + plan)));
        return from("192.0.2.1").andThen(x -> x.principal(who));
    }

    @Test
    void refusesWhatIsBeyondAndSaysSo() {
        settings.limit(2, "minute");
        Policy policy = policy();
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(200);
        assertThat(harness.fields())
                .contains("X-RateLimit-Limit: 2\n", "X-RateLimit-Remaining: 1\n", "X-RateLimit-Reset: 30\n");
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(200);
        Exchange x = start(policy, from("192.0.2.1"));
        assertThat(harness.status()).isEqualTo(429);
        assertThat(x.reason()).isEqualTo(Reason.RATE_LIMIT);
        assertThat(harness.body())
                .isEqualTo(
                        "{\"error\":\"rate_limit_exceeded\",\"message\":\"Too many requests; try again later.\",\"retryAfter\":30,\"limit\":2}\n");
        assertThat(harness.fields()).contains("Retry-After: 30\n", "X-RateLimit-Remaining: 0\n");
        ChainRunner.end(x);
        assertThat(ask(policy, from("192.0.2.2"))).isEqualTo(200);
        assertThat(harness.backendCalls()).isEqualTo(3);
    }

    @Test
    void whatABackendSaysOfLimitsIsReplaced() {
        settings.limit(10, "minute");
        settings.headers = List.of(Family.X_RATELIMIT, Family.KONG, Family.DRAFT);
        harness.backend(200, "X-RateLimit-Remaining", "99999", "x-ratelimit-limit-hour", "7", "RateLimit", "\"x\";r=1");
        assertThat(ask(policy(), from("192.0.2.1"))).isEqualTo(200);
        assertThat(harness.fields())
                .contains(
                        "X-RateLimit-Remaining: 9\n",
                        "X-RateLimit-Limit-Minute: 10\n",
                        "X-RateLimit-Remaining-Minute: 9\n",
                        "RateLimit-Limit: 10\n",
                        "RateLimit-Remaining: 9\n",
                        "RateLimit-Reset: 6\n",
                        "RateLimit-Policy: \"minute\";q=10;w=60\n",
                        "RateLimit: \"minute\";r=9;t=6\n")
                .doesNotContain("99999", "limit-hour", "\"x\"");
    }

    @Test
    void hiddenFieldsAreHiddenWhoeverSetsThem() {
        settings.limit(1, "minute");
        settings.hideHeaders = true;
        harness.backend(200, "X-RateLimit-Limit", "5", "RateLimit-Policy", "x");
        Policy policy = policy();
        ask(policy, from("192.0.2.1"));
        assertThat(harness.fields()).isEmpty();
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(429);
        assertThat(harness.fields()).contains("Retry-After: 60\n").doesNotContain("RateLimit");
    }

    @Test
    void severalLimitsTellOfTheTightestAndOfEach() {
        settings.limit(2, "second").limit(100, "hour").limit(50, "hour");
        settings.algorithm = Algorithm.SLIDING_LOG;
        settings.headers = List.of(Family.X_RATELIMIT, Family.DRAFT);
        Policy policy = policy();
        ask(policy, from("192.0.2.1"));
        assertThat(harness.fields())
                .contains("X-RateLimit-Limit: 2\n")
                .contains("RateLimit-Policy: \"second\";q=2;w=1, \"hour\";q=100;w=3600, \"hour-2\";q=50;w=3600\n")
                .contains("RateLimit: \"second\";r=1;t=1, \"hour\";r=99;t=3600, \"hour-2\";r=49;t=3600\n");
        ask(policy, from("192.0.2.1"));
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(429);
        assertThat(harness.fields()).contains("Retry-After: 1\n", "\"hour\";r=98", "\"hour-2\";r=48");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void everyAlgorithmAdmitsTheLimitAtOnce(Algorithm algorithm) {
        settings.limit(3, "day");
        settings.algorithm = algorithm;
        settings.burst = algorithm == Algorithm.LEAKY_BUCKET ? Optional.of(2) : Optional.empty();
        settings.nodelay = algorithm == Algorithm.LEAKY_BUCKET;
        Policy policy = policy();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(200);
        }
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::2, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "192.0.2.1, 192.0.3.255, true",
        "192.0.2.1, 192.0.4.1, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
    })
    void addressesCountByTheirPrefix(String one, String other, boolean together) {
        settings.limit(1, "hour");
        settings.prefix = new AddressPrefix(23, 64);
        Policy policy = policy();
        assertThat(ask(policy, from(one))).isEqualTo(200);
        assertThat(ask(policy, from(other))).isEqualTo(together ? 429 : 200);
    }

    @Test
    void keysOfEachKindCountApart() {
        for (String key : List.of("consumer", "credential", "plan", "claim:tenant.id", "{subject}-{claim.tenant.id}")) {
            RateLimitSettings own = new RateLimitSettings().limit(1, "hour");
            own.key = key;
            Policy policy = new RateLimit().create(own.config(), context);
            assertThat(ask(policy, by("ann", "gold"))).as(key).isEqualTo(200);
            assertThat(ask(policy, by("ann", "gold"))).as(key).isEqualTo(429);
            assertThat(ask(policy, by("bob", "staff"))).as(key).isEqualTo(200);
            assertThat(ask(policy, from("192.0.2.1")))
                    .as(key + ": by address then")
                    .isEqualTo(200);
        }
        settings.limit(1, "hour");
        settings.key = "header:X-Tenant";
        Policy policy = policy();
        assertThat(ask(policy, with("x-tenant", "a"))).isEqualTo(200);
        assertThat(ask(policy, with("X-TENANT", "b"))).isEqualTo(200);
        assertThat(ask(policy, with("X-Tenant", "a"))).isEqualTo(429);
    }

    @Test
    void anEmptyKeyIsTreatedAsConfigured() {
        settings.limit(1, "hour");
        settings.key = "consumer";
        for (EmptyKey empty : EmptyKey.values()) {
            settings.emptyKey = empty;
            Policy policy = policy();
            int first = ask(policy, from("192.0.2.9"));
            int second = ask(policy, from("192.0.2.9"));
            assertThat(List.of(first, second))
                    .as(empty.name())
                    .isEqualTo(
                            switch (empty) {
                                case PASS -> List.of(200, 200);
                                case ADDRESS -> List.of(200, 429);
                                case REFUSE -> List.of(429, 429);
                            });
        }
    }

    @Test
    void plansHaveLimitsOfTheirOwn() {
        settings.limit(1, "hour").plan("gold", 2, "hour").unlimited("staff");
        settings.key = "consumer";
        Policy policy = policy();
        assertThat(ask(policy, by("ann", ""))).isEqualTo(200);
        assertThat(ask(policy, by("ann", ""))).isEqualTo(429);
        assertThat(ask(policy, by("bob", "gold"))).isEqualTo(200);
        assertThat(ask(policy, by("bob", "gold"))).isEqualTo(200);
        assertThat(ask(policy, by("bob", "gold"))).isEqualTo(429);
        for (int i = 0; i < 10; i++) {
            assertThat(ask(policy, by("eve", "staff"))).isEqualTo(200);
        }
        settings.plan("silver", 1, "hour");
        assertThatThrownBy(this::policy).hasMessage("plans.silver: no such plan (expected: name of a plan)");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 95",
        "1, 99",
        "0, 99",
        "1000, 50",
        "99999999999999999999, 50",
        "-1, 97",
        "1.5, 97",
        "abc, 97",
        "'', 97"
    })
    void aHeaderSaysTheCostWithinBounds(String value, int left) {
        settings.limit(100, "hour");
        settings.cost = new Cost(3, Optional.of("X-Cost"), Optional.empty(), 1, 50);
        ask(policy(), with("X-Cost", value));
        assertThat(harness.fields()).contains("X-RateLimit-Remaining: " + left + "\n");
    }

    @ParameterizedTest
    @CsvSource({"5, 95", "1000, 50", "x, 97", "'', 97"})
    void aTextWithPlaceholdersSaysTheCostWithinBounds(String value, int left) {
        settings.limit(100, "hour");
        settings.cost = new Cost(3, Optional.empty(), Optional.of("{header.X-Units}"), 1, 50);
        ask(policy(), with("X-Units", value));
        assertThat(harness.fields()).contains("X-RateLimit-Remaining: " + left + "\n");
    }

    @Test
    void aLeakyBucketLetsRequestsWaitForTheirTurn() {
        settings.limit(10, "second");
        settings.algorithm = Algorithm.LEAKY_BUCKET;
        settings.burst = Optional.of(2);
        settings.delay = Optional.of(1);
        Policy policy = policy();
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(200);
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(200);
        Exchange waiting = start(policy, from("192.0.2.1"));
        assertThat(harness.backendCalls()).isEqualTo(2);
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(429);
        assertThat(harness.fields()).contains("Retry-After: 1\n");
        pass(99);
        assertThat(harness.backendCalls()).isEqualTo(2);
        pass(1);
        assertThat(harness.backendCalls()).isEqualTo(3);
        ChainRunner.end(waiting);
    }

    @Test
    void aClientThatLeavesLeavesNoTimerBehind() {
        settings.limit(1, "hour");
        settings.algorithm = Algorithm.LEAKY_BUCKET;
        settings.burst = Optional.of(5);
        Policy policy = policy();
        ask(policy, from("192.0.2.1"));
        Exchange waiting = start(policy, from("192.0.2.1"));
        assertThat(harness.timers()).isTrue();
        ChainRunner.end(waiting);
        harness.runLoop();
        assertThat(harness.timers()).isFalse();
        assertThat(harness.backendCalls()).isEqualTo(1);
    }

    private void pass(long millis) {
        harness.advance(millis, TimeUnit.MILLISECONDS);
        harness.runLoop(); // what is due
        harness.runLoop(); // what that put on the loop
    }

    @Test
    void aDryRunOnlyCounts() {
        settings.limit(1, "hour");
        settings.dryRun = true;
        harness.backend(200, "X-RateLimit-Limit", "7");
        Policy policy = policy();
        for (int i = 0; i < 5; i++) {
            assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(200);
            assertThat(harness.fields()).isEqualTo("X-RateLimit-Limit: 7\n");
        }
    }

    @Test
    void statusAndMessageAreAsConfigured() {
        settings.limit(1, "hour");
        settings.status = 503;
        settings.message = Optional.of("Langsam, \"bitte\" <ü>");
        Policy policy = policy();
        ask(policy, from("192.0.2.1"));
        assertThat(ask(policy, from("192.0.2.1"))).isEqualTo(503);
        assertThat(harness.body())
                .contains("\"message\":\"Langsam, \\u0022bitte\\u0022 \\u003c\\u00fc\\u003e\"", "\"limit\":1}");
    }

    @Test
    void routesCountApartUnlessTheyShareAZone() {
        settings.limit(1, "hour");
        for (String zone : List.of("", "api")) {
            settings.zone = zone.isEmpty() ? Optional.empty() : Optional.of(zone);
            Policy one = policy();
            Policy other = policy();
            assertThat(ask(one, from("192.0.2.1"))).isEqualTo(200);
            int second = ask(other, from("192.0.2.1").andThen(x -> x.route(route("elsewhere", other))));
            assertThat(second).isEqualTo(zone.isEmpty() ? 200 : 429);
        }
    }

    private ServedRoute route(String name, Policy policy) {
        return new ServedRoute(name, "service", 1, List.of(policy), harness.backend, Map.of(), false, List.of());
    }

    @Test
    void countsOutliveAReload() {
        settings.limit(1, "hour");
        Policy before = policy();
        assertThat(ask(before, from("192.0.2.1"))).isEqualTo(200);
        settings.message = Optional.of("changed");
        Policy after = policy();
        assertThat(ask(after, from("192.0.2.1"))).isEqualTo(429);
        assertThat(harness.body()).contains("changed");
        settings.limit(1, "day"); // other limits, other counts
        assertThat(ask(policy(), from("192.0.2.1"))).isEqualTo(200);
        assertThat(ask(before, from("192.0.2.1"))).isEqualTo(429);
    }

    @Test
    void admittingAllocatesNothing() {
        settings.limit(1_000_000_000, "second");
        ServedRoute route = route("r", policy());
        Consumer<Exchange> client = from("2001:db8::1");
        harness.quiet();
        assertThat(Allocation.perRun(() -> harness.serve(route, client))).isLessThan(1);
    }
}
