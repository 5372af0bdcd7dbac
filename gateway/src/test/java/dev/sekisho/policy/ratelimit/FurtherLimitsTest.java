package dev.sekisho.policy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.ratelimit.RateLimitConfig.EmptyKey;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Limit;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Mode;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Limits with keys of their own beside those of a policy, and leaky buckets that several policies fill. */
class FurtherLimitsTest {

    private final ChainHarness harness = new ChainHarness().frozen();
    private final PolicyContext context = new PolicyContext(Consumers.NONE, PolicyServices.offline());
    private final RateLimitSettings settings = new RateLimitSettings();

    private Policy policy() {
        return new RateLimit().create(settings.config(), context);
    }

    private static FurtherLimitsConfig further(String key, int requests, Optional<String> zone) {
        return new FurtherLimitsConfig(
                List.of(new Limit(requests, "day", Optional.empty(), Optional.empty())),
                key,
                zone,
                false,
                Optional.empty(),
                Optional.empty());
    }

    private int ask(Policy policy, String address, String tenant) {
        Exchange x = harness.exchange(policy);
        x.caller().address(InetAddress.ofLiteral(address).getAddress(), address.getBytes(StandardCharsets.US_ASCII));
        if (!tenant.isEmpty()) {
            ChainHarness.field(x.request().headers(), "X-Tenant", tenant);
        }
        ChainRunner.start(x);
        ChainRunner.end(x);
        return harness.status();
    }

    @Test
    void allHaveToAdmit() {
        settings.limit(10, "day");
        settings.emptyKey = EmptyKey.PASS;
        settings.further =
                List.of(further("header:X-Tenant", 3, Optional.empty()), further("global", 5, Optional.empty()));
        Policy policy = policy();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(policy, "10.0.0.1", "a")).isEqualTo(200);
        }
        assertThat(ask(policy, "10.0.0.1", "a")).as("the tenant's").isEqualTo(429);
        assertThat(ask(policy, "10.0.0.2", "b")).isEqualTo(200);
        assertThat(ask(policy, "10.0.0.2", "")).as("without a tenant").isEqualTo(200);
        assertThat(ask(policy, "10.0.0.3", "c")).as("all").isEqualTo(429);
    }

    /** Whatever one limit refuses has used up nothing of another, whichever stands first. */
    @Test
    void whatOneRefusesCountsNowhere() {
        settings.limit(2, "day");
        settings.further =
                List.of(further("header:X-Tenant", 4, Optional.empty()), further("global", 5, Optional.empty()));
        Policy policy = policy();
        assertThat(ask(policy, "10.0.0.1", "a")).isEqualTo(200);
        assertThat(ask(policy, "10.0.0.1", "a")).isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            assertThat(ask(policy, "10.0.0.1", "a")).as("the address's own").isEqualTo(429);
        }
        assertThat(ask(policy, "10.0.0.2", "a")).isEqualTo(200);
        assertThat(ask(policy, "10.0.0.3", "a")).isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            assertThat(ask(policy, "10.0.0.4", "a")).as("the tenant's").isEqualTo(429);
        }
        assertThat(ask(policy, "10.0.0.4", "b")).isEqualTo(200);
        assertThat(ask(policy, "10.0.0.5", "b")).as("all").isEqualTo(429);
    }

    @Test
    void aRequestWithoutAKeyGivesBackToo() {
        settings.limit(5, "day");
        settings.key = "header:X-Tenant";
        settings.emptyKey = EmptyKey.REFUSE;
        settings.further = List.of(further("global", 1, Optional.empty()));
        Policy policy = policy();
        assertThat(ask(policy, "10.0.0.1", "")).isEqualTo(429);
        assertThat(ask(policy, "10.0.0.1", "a")).isEqualTo(200);
        assertThat(ask(policy, "10.0.0.1", "a")).isEqualTo(429);
    }

    @Test
    void aDryRunLetsAllPass() {
        settings.limit(1, "day");
        settings.dryRun = true;
        settings.further = List.of(further("global", 1, Optional.empty()));
        Policy policy = policy();
        for (int i = 0; i < 5; i++) {
            assertThat(ask(policy, "10.0.0.1", "a")).isEqualTo(200);
        }
    }

    @Test
    void zonesOfFurtherLimitsAreShared() {
        settings.limit(100, "day");
        settings.further = List.of(further("global", 2, Optional.of("all")));
        Policy one = policy();
        Policy other = policy();
        assertThat(ask(one, "10.0.0.1", "")).isEqualTo(200);
        assertThat(ask(other, "10.0.0.2", "")).isEqualTo(200);
        assertThat(ask(one, "10.0.0.3", "")).isEqualTo(429);
    }

    private Policy leaky(String zone, int burst) {
        RateLimitSettings own = new RateLimitSettings();
        own.limit(1, "minute");
        own.algorithm = Algorithm.LEAKY_BUCKET;
        own.burst = Optional.of(burst);
        own.nodelay = true;
        own.zone = Optional.of(zone);
        return new RateLimit().create(own.config(), context);
    }

    /** As nginx's zones: a place with a small burst finds what went through one with a large one. */
    @Test
    void leakyBucketsOfAZoneAreOneWhateverTheirBurst() {
        Policy small = leaky("z", 1);
        Policy large = leaky("z", 3);
        Policy apart = leaky("y", 1);
        assertThat(ask(large, "10.0.0.1", "")).isEqualTo(200);
        assertThat(ask(large, "10.0.0.1", "")).isEqualTo(200);
        assertThat(ask(small, "10.0.0.1", "")).isEqualTo(429);
        assertThat(ask(large, "10.0.0.1", "")).isEqualTo(200);
        assertThat(ask(large, "10.0.0.1", "")).isEqualTo(200);
        assertThat(ask(large, "10.0.0.1", "")).isEqualTo(429);
        assertThat(ask(small, "10.0.0.2", "")).isEqualTo(200);
        assertThat(ask(small, "10.0.0.2", "")).isEqualTo(200);
        assertThat(ask(small, "10.0.0.2", "")).isEqualTo(429);
        assertThat(ask(large, "10.0.0.2", "")).isEqualTo(200);
        assertThat(ask(apart, "10.0.0.1", "")).isEqualTo(200);
    }

    /** As nginx, which counts a request once, however often it is redirected within. */
    @Test
    void aRequestThatWasCountedIsNotCountedAgain() {
        settings.limit(1, "day");
        settings.once = true;
        Policy policy = policy();
        Exchange x = harness.exchange(policy);
        x.caller().address(new byte[] {10, 0, 0, 1}, new byte[] {'x'});
        assertThat(policy.onRequest(x)).isEqualTo(Outcome.CONTINUE);
        assertThat(x.isCounted()).isTrue();
        assertThat(policy.onRequest(x)).isEqualTo(Outcome.CONTINUE);
        assertThat(ask(policy, "10.0.0.1", "")).as("another one").isEqualTo(429);
    }

    @Test
    void nothingIsToldWhereThatIsWanted() {
        settings.limit(1, "day");
        settings.headers = List.of(RateLimitConfig.Family.NONE);
        settings.retryAfter = false;
        harness.backend(200, "X-RateLimit-Limit", "7");
        Policy policy = policy();
        assertThat(ask(policy, "10.0.0.1", "")).isEqualTo(200);
        assertThat(harness.fields()).contains("X-RateLimit-Limit: 7\n").doesNotContain("X-RateLimit-Remaining");
        assertThat(ask(policy, "10.0.0.1", "")).isEqualTo(429);
        assertThat(harness.fields()).doesNotContain("Retry-After", "RateLimit");
    }

    @Test
    void tellsWhatCannotWorkAndWhatItDoes() {
        settings.limit(10, "second");
        settings.further = List.of(further("header:X-Tenant", 0, Optional.empty()));
        assertThatThrownBy(this::policy).hasMessage("further[0].limits[0].requests: 0 (expected: >= 1)");
        settings.further = List.of(further("{nope}", 1, Optional.empty()));
        assertThatThrownBy(this::policy).hasMessageStartingWith("further[0].key: {nope}");
        settings.further = List.of(new FurtherLimitsConfig(
                List.of(), "global", Optional.empty(), false, Optional.empty(), Optional.empty()));
        assertThatThrownBy(this::policy).hasMessageStartingWith("further[0].limits: none (expected: at least one");
        settings.further = List.of(further("global", 5, Optional.of("all")));
        assertThat(new RateLimit().describe(settings.config()))
                .isEqualTo(
                        "admits 10 a second (token-bucket, burst 10) by address; and 5 a day (token-bucket, burst 5) by"
                                + " global, zone all");
        settings.mode = Mode.ATOMIC;
        settings.store = Optional.of("redis");
        assertThatThrownBy(this::policy).hasMessage("further: given (expected: only for mode local, found atomic)");
    }
}
