package dev.sekisho.policy.ratelimit.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Audience;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.ratelimit.response.ResponseRateLimitConfig.Key;
import dev.sekisho.policy.ratelimit.response.ResponseRateLimitConfig.Limit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ResponseRateLimitTest {

    private static final Limit TEN_A_YEAR = new Limit(10, "year");

    private final ResponseRateLimit type = new ResponseRateLimit();
    private final ChainHarness harness = new ChainHarness();
    private final PolicyContext context =
            new PolicyContext(dev.sekisho.dataplane.identity.Consumers.NONE, PolicyServices.offline());
    private final Map<String, List<Limit>> limits = new LinkedHashMap<>();
    private Key key = Key.CONSUMER;
    private boolean refuseFirst = true;
    private boolean hide;

    private ResponseRateLimitConfig config() {
        return new ResponseRateLimitConfig(
                limits,
                "X-Usage",
                key,
                Optional.empty(),
                refuseFirst,
                429,
                hide,
                Optional.empty(),
                Duration.ofMillis(100),
                1000);
    }

    private Policy policy() {
        return type.create(config(), context);
    }

    private static Consumer<Exchange> by(String consumer) {
        Principal who = Principal.of("key-auth", consumer, new KnownConsumer(consumer, Optional.empty(), Set.of()), "");
        return x -> {
            x.caller().address(new byte[] {10, 0, 0, 1}, new byte[0]);
            x.principal(who);
        };
    }

    private static Consumer<Exchange> from(int... address) {
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) address[i];
        }
        return x -> x.caller().address(bytes, new byte[0]);
    }

    private Exchange ask(Policy policy, Consumer<Exchange> prepare, String... usage) {
        String[] fields = new String[usage.length * 2];
        for (int i = 0; i < usage.length; i++) {
            fields[2 * i] = "x-usage";
            fields[2 * i + 1] = usage[i];
        }
        harness.backend(200, fields);
        Exchange x = harness.exchange(policy);
        prepare.accept(x);
        ChainRunner.start(x);
        return x; // which has not ended, so that it can be looked at
    }

    @Test
    void whatResponsesUseIsCountedAndTold() {
        limits.put("video", List.of(TEN_A_YEAR, new Limit(100, "10s")));
        limits.put("sms", List.of(new Limit(2, "day")));
        Policy policy = policy();
        ask(policy, by("shop"), "video=3, SMS=1");
        assertThat(harness.fields())
                .contains(
                        "X-RateLimit-Limit-Video-Year: 10\n",
                        "X-RateLimit-Remaining-Video-Year: 7\n",
                        "X-RateLimit-Limit-Video-10s: 100\n",
                        "X-RateLimit-Remaining-Video-10s: 97\n",
                        "X-RateLimit-Remaining-Sms-Day: 1\n")
                .doesNotContainIgnoringCase("x-usage");
        ask(policy, by("till"));
        assertThat(harness.fields()).as("of its own").contains("X-RateLimit-Remaining-Video-Year: 10\n");
        ask(policy, by("shop"));
        assertThat(harness.fields()).as("which used nothing").contains("X-RateLimit-Remaining-Video-Year: 7\n");
    }

    @Test
    void whereSomethingIsUsedUpTheBackendIsNotAsked() {
        limits.put("video", List.of(TEN_A_YEAR));
        limits.put("sms", List.of(new Limit(2, "year")));
        Policy policy = policy();
        ask(policy, by("shop"), "video=10");
        assertThat(harness.status()).isEqualTo(200);
        int asked = harness.backendCalls();
        Exchange x = ask(policy, by("shop"), "sms=1");
        assertThat(harness.status()).isEqualTo(429);
        assertThat(harness.backendCalls()).isEqualTo(asked);
        assertThat(x.reason()).isEqualTo(Reason.RATE_LIMIT);
        assertThat(harness.body())
                .contains("\"error\":\"rate_limit_exceeded\"", "\"limit\":\"video\"", "\"retryAfter\":");
        assertThat(harness.fields())
                .containsPattern("Retry-After: [1-9][0-9]*\n")
                .contains("X-RateLimit-Remaining-Video-Year: 0\n", "X-RateLimit-Remaining-Sms-Year: 2\n");
        ask(policy, by("till"));
        assertThat(harness.status()).isEqualTo(200);
    }

    /** With limits of two periods the whole use was counted nowhere, where it did not fit into one of them. */
    @Test
    void useBeyondALimitCountsUpToIt() {
        limits.put("video", List.of(TEN_A_YEAR, new Limit(100, "day")));
        Policy policy = policy();
        ask(policy, by("shop"), "video=8");
        ask(policy, by("shop"), "video=8");
        assertThat(harness.status()).as("the backend has done it").isEqualTo(200);
        assertThat(harness.fields())
                .contains("X-RateLimit-Remaining-Video-Year: 0\n", "X-RateLimit-Remaining-Video-Day: 84\n");
        ask(policy, by("shop"), "video=999999999999999999999");
        assertThat(harness.status()).isEqualTo(429);
    }

    @Test
    void theBackendMayDecideAndWhatItUsesAllTheSameIsReplaced() {
        limits.put("video", List.of(TEN_A_YEAR));
        refuseFirst = false;
        Policy policy = policy();
        ask(policy, by("shop"), "video=10");
        Exchange x = ask(policy, by("shop"));
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.request().headers().toString()).contains("X-RateLimit-Remaining-Video: 0\n");
        ask(policy, by("shop"), "video=1");
        assertThat(harness.status()).isEqualTo(429);
        assertThat(harness.fields())
                .contains("X-RateLimit-Remaining-Video-Year: 0\n", "Retry-After: ")
                .doesNotContainIgnoringCase("x-usage");
        assertThat(harness.body()).contains("rate_limit_exceeded");
    }

    /** A client could else tell the backend that something is left. */
    @Test
    void theBackendIsToldByTheGatewayAlone() {
        limits.put("video", List.of(TEN_A_YEAR, new Limit(4, "day")));
        Policy policy = policy();
        ask(policy, by("shop"), "video=1");
        Exchange x = ask(
                policy,
                by("shop")
                        .andThen(y -> ChainHarness.field(y.request().headers(), "x-ratelimit-remaining-video", "77")));
        assertThat(x.request().headers().toString())
                .contains("X-RateLimit-Remaining-Video: 3\n")
                .doesNotContain("77");
    }

    @Test
    void whatTheGatewayItselfAnswersUsesNothing() {
        limits.put("video", List.of(TEN_A_YEAR));
        Policy policy = policy();
        Exchange x = harness.exchange(
                y -> ChainRunner.reply(
                        y,
                        dev.sekisho.dataplane.Response.of(503)
                                .with(dev.sekisho.dataplane.HeaderName.of("X-Usage"), "video=9")
                                .because(Reason.NO_TARGET)),
                policy);
        by("shop").accept(x);
        ChainRunner.start(x);
        ChainRunner.end(x);
        assertThat(harness.fields())
                .contains("X-RateLimit-Remaining-Video-Year: 10\n")
                .doesNotContain("X-Usage");
    }

    @Test
    void ofNobodyThatIsKnownAddressesCount() {
        limits.put("video", List.of(TEN_A_YEAR));
        Policy policy = policy();
        ask(policy, from(192, 0, 2, 1), "video=3");
        ask(policy, from(192, 0, 2, 2), "video=1");
        assertThat(harness.fields()).contains("Remaining-Video-Year: 9\n");
        ask(policy, from(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1), "video=1");
        assertThat(harness.fields()).as("the same, mapped").contains("Remaining-Video-Year: 6\n");
        ask(policy, from(0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), "video=1");
        ask(policy, from(0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9), "video=1");
        assertThat(harness.fields()).as("one site of IPv6").contains("Remaining-Video-Year: 8\n");
        assertThat(config().withoutPrincipal()).isPresent();
        key = Key.ADDRESS;
        assertThat(config().withoutPrincipal()).isEmpty();
    }

    @Test
    void countsOutliveAReloadAndVariantsCountApart() {
        limits.put("video", List.of(TEN_A_YEAR));
        Policy before = policy();
        Policy other = type.create(config(), context.of(new Audience(List.of("till"), List.of(), List.of())));
        ask(before, by("shop"), "video=3");
        ask(other, by("shop"));
        assertThat(harness.fields()).contains("Remaining-Video-Year: 10\n");
        ask(policy(), by("shop"));
        assertThat(harness.fields()).contains("Remaining-Video-Year: 7\n");
        assertThat(before).isNotNull();
    }

    @Test
    void hiddenMeansNoFieldsOfTheBackendEither() {
        limits.put("video", List.of(TEN_A_YEAR));
        hide = true;
        Policy policy = policy();
        harness.backend(200, "X-Usage", "video=10", "X-RateLimit-Remaining-Video-Year", "5");
        Exchange x = harness.exchange(policy);
        by("shop").accept(x);
        ChainRunner.start(x);
        ChainRunner.end(x);
        assertThat(harness.fields()).isEmpty();
        ask(policy, by("shop"));
        assertThat(harness.fields()).contains("Retry-After").doesNotContain("X-RateLimit");
    }

    @Test
    void whatPassesAllocatesNothing() {
        limits.put("video", List.of(new Limit(1_000_000_000, "year"), new Limit(1_000_000_000, "day")));
        limits.put("sms", List.of(new Limit(1_000_000_000, "year")));
        harness.backend(200, "X-Usage", "video=1, sms=2");
        ServedRoute route =
                new ServedRoute("r", "s", 0, List.of(policy()), harness.quiet().backend, Map.of(), false, List.of());
        Consumer<Exchange> shop = by("shop");
        double bytes = Allocation.perRun(() -> harness.serve(route, shop));
        double plain = Allocation.perRun(() -> harness.serve(
                new ServedRoute("r", "s", 0, List.of(), harness.backend, Map.of(), false, List.of()), shop));
        assertThat(bytes).isLessThanOrEqualTo(plain);
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(this::policy).hasMessage("limits: none (expected: at least one)");
        limits.put("video", List.of());
        assertThatThrownBy(this::policy).hasMessage("limits.video: none (expected: at least one)");
        limits.put("video", List.of(new Limit(0, "day")));
        assertThatThrownBy(this::policy).hasMessage("limits.video[0].uses: 0 (expected: >= 1)");
        limits.put("video", List.of(new Limit(1, "day"), new Limit(2, "day")));
        assertThatThrownBy(this::policy).hasMessage("limits.video[1].per: day (expected: each period once)");
        limits.put("video", List.of(new Limit(1, "fortnight")));
        assertThatThrownBy(this::policy).hasMessageStartingWith("limits.video[0].per: fortnight (expected: second,");
        limits.put("video", List.of(TEN_A_YEAR));
        limits.put("Video", List.of(TEN_A_YEAR));
        assertThatThrownBy(this::policy).hasMessageStartingWith("limits: Video (expected: letters");
        limits.remove("Video");
        limits.put("a b", List.of(TEN_A_YEAR));
        assertThatThrownBy(this::policy).hasMessageStartingWith("limits: a b (expected: letters");
    }

    @Test
    void explainsItself() {
        limits.put("video", List.of(new Limit(10, "minute"), new Limit(100, "day")));
        limits.put("sms", List.of(new Limit(5, "day")));
        assertThat(type.describe(config()))
                .isEqualTo(
                        "lets responses use video 10 a minute and 100 a day; sms 5 a day by consumer, as X-Usage says");
    }
}
