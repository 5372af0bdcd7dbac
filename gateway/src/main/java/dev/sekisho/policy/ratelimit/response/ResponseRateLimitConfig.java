package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.model.PrincipalUser;
import dev.sekisho.model.Property;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code response-rate-limit} policy. */
public record ResponseRateLimitConfig(
        @Property(
                value =
                        "What may be used, by names that responses use (letters, digits, hyphen and underscore; case does not count); of a name all limits hold. At least one.",
                example = "{ video: [{ uses: 10, per: minute }], sms: [{ uses: 5, per: day }] }")
        Map<String, List<Limit>> limits,

        @Property(
                value =
                        "Field by which the backend says what a response uses, such as \"video=1, sms=2\"; clients do not see it.",
                defaultValue = "X-Usage",
                example = "X-Kong-Limit")
        String header,

        @Property(
                value = "Whose responses are counted together; those of nobody that is known by address.",
                defaultValue = "consumer")
        Key key,

        @Property(
                value =
                        "Name under which routes count together, for policies with equal limits; left out, each route counts for itself.",
                example = "media")
        Optional<String> zone,

        @Property(
                value =
                        "Whether requests are refused as long as any limit is used up; else only a response that uses what is used up is replaced.",
                defaultValue = "true")
        boolean refuseFirst,

        @Property(value = "Status of a refusal.", defaultValue = "429", min = "400", max = "599")
        int status,

        @Property(value = "Whether clients are told nothing of limits; Retry-After stays.", defaultValue = "false")
        boolean hideHeaders,

        @Property(
                value = "Name of the store of kind redis by which gateways tell one another what they have counted.",
                example = "counters")
        Optional<String> store,

        @Property(
                value = "With a store: time between two exchanges with it about a key in use.",
                defaultValue = "100ms",
                min = "10ms",
                max = "1m")
        Duration syncInterval,

        @Property(
                value = "Keys that are remembered for each limit.",
                defaultValue = "100000",
                min = "1",
                max = "10000000")
        int maxKeys)
        implements PrincipalUser {

    /** Takes a copy, in the order of the document. */
    public ResponseRateLimitConfig {
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    @Override
    public Optional<String> withoutPrincipal() {
        return key == Key.ADDRESS
                ? Optional.empty()
                : Optional.of("key: " + key.name().toLowerCase(Locale.ROOT)
                        + ": empty, so that clients are counted by address");
    }

    /** One limit. */
    public record Limit(
            @Property(value = "How much may be used in the period.", min = "1", max = "1000000000", example = "10")
            int uses,

            @Property(
                    value =
                            "The period: second, minute, hour, day, month, year, or a duration from 100ms to 366d. Windows begin with those of the clock in UTC.",
                    example = "minute")
            String per) {}

    /** Whose responses are counted together. */
    public enum Key {
        /** Those of a consumer. */
        CONSUMER,
        /** Those to requests with a credential. */
        CREDENTIAL,
        /** Those of an address; of IPv6 its first 64 bits. */
        ADDRESS
    }
}
