package dev.sekisho.policy.ratelimit;

import dev.sekisho.policy.ratelimit.RateLimitConfig.AddressPrefix;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Cost;
import dev.sekisho.policy.ratelimit.RateLimitConfig.EmptyKey;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Family;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Limit;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Mode;
import dev.sekisho.policy.ratelimit.RateLimitConfig.OnStoreFailure;
import dev.sekisho.policy.ratelimit.RateLimitConfig.PlanLimits;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings for tests, each the default until it is changed. */
final class RateLimitSettings {

    private final List<Limit> limits = new ArrayList<>();
    private final Map<String, PlanLimits> plans = new LinkedHashMap<>();
    Algorithm algorithm = Algorithm.TOKEN_BUCKET;
    Optional<Integer> burst = Optional.empty();
    boolean nodelay;
    Optional<Integer> delay = Optional.empty();
    String key = "address";
    AddressPrefix prefix = new AddressPrefix(32, 64);
    EmptyKey emptyKey = EmptyKey.ADDRESS;
    Optional<String> zone = Optional.empty();
    Cost cost = new Cost(1, Optional.empty(), Optional.empty(), 1, 100);
    List<Family> headers = List.of();
    boolean hideHeaders;
    boolean dryRun;
    int status = 429;
    Optional<String> message = Optional.empty();
    Optional<Integer> maxKeys = Optional.empty();
    Optional<String> store = Optional.empty();
    Mode mode = Mode.LOCAL;
    boolean retryAfter = true;
    boolean once;
    List<FurtherLimitsConfig> further = List.of();

    RateLimitSettings limit(int requests, String per) {
        limits.add(limit(requests, per, Optional.empty()));
        return this;
    }

    RateLimitSettings plan(String name, int requests, String per) {
        plans.put(name, new PlanLimits(List.of(limit(requests, per, Optional.empty())), false));
        return this;
    }

    RateLimitSettings unlimited(String name) {
        plans.put(name, new PlanLimits(List.of(), true));
        return this;
    }

    static Limit limit(int requests, String per, Optional<Algorithm> algorithm) {
        return new Limit(requests, per, algorithm, Optional.empty());
    }

    RateLimitConfig config() {
        return new RateLimitConfig(
                limits,
                algorithm,
                burst,
                nodelay,
                delay,
                key,
                prefix,
                emptyKey,
                zone,
                cost,
                plans,
                store,
                mode,
                OnStoreFailure.LOCAL,
                Duration.ofMillis(100),
                headers,
                hideHeaders,
                dryRun,
                status,
                message,
                maxKeys,
                retryAfter,
                once,
                further);
    }
}
