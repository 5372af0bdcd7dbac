package dev.sekisho.policy.hmac;

import dev.sekisho.model.Property;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Settings of the {@code hmac} policy. */
public record HmacConfig(
        @Property(
                value = "How far the date of a request may be from the gateway's clock, in either direction.",
                defaultValue = "5m",
                min = "1s",
                max = "1h")
        Duration clockSkew,

        @Property(
                value =
                        "Whether Date or X-Date must be among what is signed. Without it a signature is good for ever; a date that is signed is looked at in any case.",
                defaultValue = "true")
        boolean requireDate,

        @Property(
                value =
                        "What must be signed: names of fields, request-line or @request-target. None given: what the client chooses, which may leave method and path open.",
                example = "[date, request-line, host]")
        List<String> enforceHeaders,

        @Property(
                value = "Algorithms that signatures may have. None given: hmac-sha256, hmac-sha384, hmac-sha512.",
                example = "[hmac-sha256]")
        List<Algorithm> algorithms,

        @Property(
                value = "Whether the field with the signature is removed before the backend is asked.",
                defaultValue = "false")
        boolean hideCredentials,

        @Property(
                value = "Name of the consumer as whom requests without a signature pass. None given: they are refused.",
                example = "guest")
        Optional<String> anonymous,

        @Property(
                value =
                        "Whether requests whose signature is wrong pass as that consumer too, as in Kong, unless another policy knows the client.",
                defaultValue = "false")
        boolean anonymousOnWrong,

        @Property(value = "Realm of the challenge in refusals.", defaultValue = "api", example = "shop")
        String realm) {

    /** Takes copies. */
    public HmacConfig {
        enforceHeaders = List.copyOf(enforceHeaders);
        algorithms = List.copyOf(algorithms);
    }

    /** Settings by which a wrong signature is refused. */
    public HmacConfig(
            Duration clockSkew,
            boolean requireDate,
            List<String> enforceHeaders,
            List<Algorithm> algorithms,
            boolean hideCredentials,
            Optional<String> anonymous,
            String realm) {
        this(clockSkew, requireDate, enforceHeaders, algorithms, hideCredentials, anonymous, false, realm);
    }

    /** An algorithm of signatures: HMAC (RFC 2104) with a hash function. */
    public enum Algorithm {
        /** With SHA-1, for clients that cannot do better. */
        HMAC_SHA1("HmacSHA1"),
        /** With SHA-224. */
        HMAC_SHA224("HmacSHA224"),
        /** With SHA-256. */
        HMAC_SHA256("HmacSHA256"),
        /** With SHA-384. */
        HMAC_SHA384("HmacSHA384"),
        /** With SHA-512. */
        HMAC_SHA512("HmacSHA512");

        private final String java;

        Algorithm(String java) {
            this.java = java;
        }

        /** As Java's security providers call it. */
        String java() {
            return java;
        }

        /** As it is written in configurations and requests. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
