package dev.sekisho.policy.ratelimit;

import dev.sekisho.model.PrincipalUser;
import dev.sekisho.model.Property;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code rate-limit} policy. */
public record RateLimitConfig(
        @Property(
                value = "The limits; a request is admitted where all of them admit it. At least one, unless plans has"
                        + " some.",
                example = "[{ requests: 10, per: second }, { requests: 1000, per: hour }]")
        List<Limit> limits,

        @Property(
                value = "How requests are counted: fixed-window, sliding-log, sliding-window (the count of this"
                        + " window, and that of the one before weighted by what is left of it), token-bucket, or"
                        + " leaky-bucket, in which requests wait for their turn.",
                defaultValue = "token-bucket")
        Algorithm algorithm,

        @Property(
                value = "token-bucket: tokens that it holds; left out, as many as requests. leaky-bucket: requests"
                        + " that wait beside the one in its turn; left out, 0.",
                min = "0",
                max = "1000000000",
                example = "100")
        Optional<Integer> burst,

        @Property(
                value = "leaky-bucket: whether no request within burst waits; those beyond are refused all the same.",
                defaultValue = "false")
        boolean nodelay,

        @Property(
                value = "leaky-bucket: how many requests of burst pass without waiting; left out, 0.",
                min = "0",
                max = "1000000000",
                example = "8")
        Optional<Integer> delay,

        @Property(
                value = "Whose requests are counted together: global, route, path, path:PATH (requests with that path"
                        + " alone), consumer, credential, plan, address, header:NAME, claim:PATH, or a text with"
                        + " placeholders such as {subject} and {claim.tenant}.",
                defaultValue = "address",
                example = "header:X-Tenant")
        String key,

        @Property(value = "How much of an address counts.", defaultValue = "{}")
        AddressPrefix addressPrefix,

        @Property(
                value = "What becomes of a request whose key is empty: address counts it by its address, pass lets it"
                        + " through uncounted, refuse answers as beyond the limit.",
                defaultValue = "address")
        EmptyKey emptyKey,

        @Property(
                value = "Name under which routes count together, for policies with equal limits; left out, each route"
                        + " counts for itself, unless key is global.",
                example = "api")
        Optional<String> zone,

        @Property(value = "What a request takes of the limits.", defaultValue = "{}")
        Cost cost,

        @Property(
                value = "Limits in place of these for consumers of a plan, by its name.",
                example = "{ gold: { limits: [{ requests: 100, per: second }] } }")
        Map<String, PlanLimits> plans,

        @Property(
                value = "Name of the store of kind redis that gateways share; for mode atomic and hybrid.",
                example = "counters")
        Optional<String> store,

        @Property(
                value = "Where requests are counted: local in this process, atomic in the store, hybrid in this"
                        + " process with the counts of the others taken in from the store.",
                defaultValue = "local")
        Mode mode,

        @Property(
                value = "mode atomic: what becomes of requests while the store is down or late: local counts them in"
                        + " this process, pass lets them through, refuse answers 500.",
                defaultValue = "local")
        OnStoreFailure onStoreFailure,

        @Property(
                value = "mode hybrid: time between two exchanges with the store about a key in use. What the others"
                        + " have admitted in it is not known here.",
                defaultValue = "100ms",
                min = "10ms",
                max = "1m")
        Duration syncInterval,

        @Property(
                value = "Fields of responses: x-ratelimit (X-RateLimit-Limit, -Remaining, -Reset), kong"
                        + " (X-RateLimit-Limit-Minute and the like, RateLimit-Limit, -Remaining, -Reset), draft"
                        + " (RateLimit, RateLimit-Policy), or none, which tells nothing. None given: x-ratelimit.",
                example = "[x-ratelimit, draft]")
        List<Family> headers,

        @Property(
                value = "Whether responses bear none of these fields, those of the backend included; Retry-After"
                        + " stays.",
                defaultValue = "false")
        boolean hideHeaders,

        @Property(
                value = "Whether nothing is refused, delayed or told: what would be refused is only counted.",
                defaultValue = "false")
        boolean dryRun,

        @Property(value = "Status of a refusal.", defaultValue = "429", min = "400", max = "599")
        int status,

        @Property(
                value = "What a refusal says to people; left out, a sentence of the gateway's.",
                example = "Slow down, please.")
        Optional<String> message,

        @Property(
                value = "Keys that are remembered; beyond, those that have used least of their limits are forgotten."
                        + " Left out: 100000, or as many as the logs of sliding-log take 128 MiB for.",
                min = "1",
                max = "10000000",
                example = "500000")
        Optional<Integer> maxKeys,

        @Property(value = "Whether a refusal says when to come again, by Retry-After.", defaultValue = "true")
        boolean retryAfter,

        @Property(
                value =
                        "Whether a request that changes its route counts once, by the first of these policies that counts it.",
                defaultValue = "false")
        boolean once,

        @Property(
                value =
                        "Further limits with keys of their own; a request is admitted where these and all of limits admit"
                                + " it, and counts nowhere else. Only in mode local; responses do not tell of them.",
                example = "[{ key: \"{host}\", zone: hosts, limits: [{ requests: 100, per: second }] }]")
        List<FurtherLimitsConfig> further)
        implements PrincipalUser {

    /** Takes copies, in the order of the document. */
    public RateLimitConfig {
        limits = List.copyOf(limits);
        headers = List.copyOf(headers);
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
        further = List.copyOf(further);
    }

    @Override
    public Optional<String> withoutPrincipal() {
        return further.stream()
                .map(own -> KeySource.withoutPrincipal(own.within(this)))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> KeySource.withoutPrincipal(this))
                .or(() -> plans.isEmpty()
                        ? Optional.empty()
                        : Optional.of("plans: nobody has one, so that limits holds for all"));
    }

    /** One limit. */
    public record Limit(
            @Property(
                    value = "Requests that are admitted in the period.",
                    min = "1",
                    max = "1000000000",
                    example = "100")
            int requests,

            @Property(
                    value = "The period: second, minute, hour, day, month, year, or a duration from 100ms to 366d."
                            + " Windows begin with those of the clock in UTC.",
                    example = "minute")
            String per,

            @Property(value = "In place of the policy's algorithm.", example = "fixed-window")
            Optional<Algorithm> algorithm,

            @Property(value = "In place of the policy's burst.", min = "0", max = "1000000000", example = "20")
            Optional<Integer> burst) {}

    /** How much of an address counts. */
    public record AddressPrefix(
            @Property(value = "Bits of an IPv4 address.", defaultValue = "32", min = "1", max = "32")
            int ipv4,

            @Property(
                    value = "Bits of an IPv6 address; a site has 64 or fewer of them for itself.",
                    defaultValue = "64",
                    min = "1",
                    max = "128")
            int ipv6) {}

    /** What a request takes. */
    public record Cost(
            @Property(
                    value = "What it takes where no header says otherwise.",
                    defaultValue = "1",
                    min = "1",
                    max = "1000000")
            int fixed,

            @Property(
                    value = "Request header with the cost, a whole number; anything else counts as fixed.",
                    example = "X-Cost")
            Optional<String> header,

            @Property(
                    value = "Text with placeholders that gives the cost in place of a header, a whole number; anything"
                            + " else counts as fixed.",
                    example = "\"{query.units}\"")
            Optional<String> value,

            @Property(
                    value = "The least that a header or value may say.",
                    defaultValue = "1",
                    min = "1",
                    max = "1000000")
            int min,

            @Property(
                    value = "The most that a header or value may say.",
                    defaultValue = "100",
                    min = "1",
                    max = "1000000")
            int max) {}

    /** The limits of a plan. */
    public record PlanLimits(
            @Property(
                    value = "The limits; at least one, unless unlimited.",
                    example = "[{ requests: 100, per: second }]")
            List<Limit> limits,

            @Property(value = "Whether its consumers have no limit here.", defaultValue = "false")
            boolean unlimited) {

        /** Takes a copy. */
        public PlanLimits {
            limits = List.copyOf(limits);
        }
    }

    /** What becomes of requests without a key. */
    public enum EmptyKey {
        /** They pass uncounted. */
        PASS,
        /** They are counted by address. */
        ADDRESS,
        /** They are refused. */
        REFUSE
    }

    /** Where requests are counted. */
    public enum Mode {
        /** In this process. */
        LOCAL,
        /** In the store. */
        ATOMIC,
        /** In this process, with the counts of others. */
        HYBRID
    }

    /** What becomes of requests that the store does not count. */
    public enum OnStoreFailure {
        /** They are counted in this process. */
        LOCAL,
        /** They pass uncounted. */
        PASS,
        /** They are refused. */
        REFUSE
    }

    /** Families of response fields. */
    public enum Family {
        /** None at all; those of the backend pass. */
        NONE,
        /** X-RateLimit-Limit and its like. */
        X_RATELIMIT,
        /** Those of Kong's plugin rate-limiting. */
        KONG,
        /** Those of draft-ietf-httpapi-ratelimit-headers. */
        DRAFT
    }
}
