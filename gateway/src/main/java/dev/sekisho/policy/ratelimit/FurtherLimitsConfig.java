package dev.sekisho.policy.ratelimit;

import dev.sekisho.model.Property;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits of the {@code rate-limit} policy with a key of their own. */
public record FurtherLimitsConfig(
        @Property(
                value = "The limits, at least one; algorithm and burst as the policy says where they say nothing.",
                example = "[{ requests: 100, per: second }]")
        List<RateLimitConfig.Limit> limits,

        @Property(value = "Whose requests are counted together, in the forms of the policy's key.", example = "global")
        String key,

        @Property(value = "As zone of the policy.", example = "hosts")
        Optional<String> zone,

        @Property(value = "As nodelay of the policy.", defaultValue = "false")
        boolean nodelay,

        @Property(value = "As delay of the policy.", min = "0", max = "1000000000", example = "8")
        Optional<Integer> delay,

        @Property(value = "As maxKeys of the policy.", min = "1", max = "10000000", example = "500000")
        Optional<Integer> maxKeys) {

    /** Takes a copy. */
    public FurtherLimitsConfig {
        limits = List.copyOf(limits);
    }

    /**
     * Leaky buckets with keys of their own, which count a request once, pass those without a key and tell clients nothing, as nginx's {@code limit_req}
     * (nginx.org/en/docs/http/ngx_http_limit_req_module.html). Of IPv6 the whole address counts.
     *
     * @param buckets at least one, with a limit each
     * @param status of a refusal
     * @param dryRun whether all pass
     */
    public static RateLimitConfig leaky(List<FurtherLimitsConfig> buckets, int status, boolean dryRun) {
        FurtherLimitsConfig first = buckets.getFirst();
        return new RateLimitConfig(
                first.limits(),
                Algorithm.LEAKY_BUCKET,
                Optional.empty(),
                first.nodelay(),
                first.delay(),
                first.key(),
                new RateLimitConfig.AddressPrefix(32, 128),
                RateLimitConfig.EmptyKey.PASS,
                first.zone(),
                new RateLimitConfig.Cost(1, Optional.empty(), Optional.empty(), 1, 100),
                Map.of(),
                Optional.empty(),
                RateLimitConfig.Mode.LOCAL,
                RateLimitConfig.OnStoreFailure.LOCAL,
                Duration.ofMillis(100),
                List.of(RateLimitConfig.Family.NONE),
                false,
                dryRun,
                status,
                Optional.empty(),
                first.maxKeys(),
                false,
                true,
                buckets.subList(1, buckets.size()));
    }

    /** The settings of these limits alone: their own, all else as the policy has it. */
    RateLimitConfig within(RateLimitConfig policy) {
        return new RateLimitConfig(
                limits,
                policy.algorithm(),
                policy.burst(),
                nodelay,
                delay,
                key,
                policy.addressPrefix(),
                policy.emptyKey(),
                zone,
                policy.cost(),
                Map.of(),
                policy.store(),
                policy.mode(),
                policy.onStoreFailure(),
                policy.syncInterval(),
                policy.headers(),
                policy.hideHeaders(),
                policy.dryRun(),
                policy.status(),
                policy.message(),
                maxKeys,
                policy.retryAfter(),
                policy.once(),
                List.of());
    }
}
