package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/**
 * Someone who uses the API, known to the gateway.
 *
 * @param origin where it was written
 */
public record Consumer(
        @Property("Name, unique among consumers.") String name,

        @Property(
                value = "What services are told as X-Consumer-ID; left out, the name.",
                example = "6f4dbd2c-7a3b-4a55-b7d9-0d6a8f1d2e90")
        Optional<String> id,

        @Property(
                value =
                        "What it is called elsewhere, which services are told as X-Consumer-Custom-ID; left out, they are not.",
                example = "customer-4711")
        Optional<String> customId,

        @Property("Groups it belongs to.") List<String> groups,
        @Property("Name of its plan.") Optional<String> plan,
        @Property("Its API keys, for key-auth.") List<ApiKey> keys,

        @Property("Its user names and passwords, for basic.")
        List<BasicLogin> basic,

        @Property("Its user names and secrets, for hmac.") List<HmacLogin> hmac,
        @Property("How its tokens are verified, for jwt.") List<JwtCredential> jwt,

        @Property("Its certificates, for mtls.") List<ConsumerCertificate> certificates,

        Origin origin) {

    /** One that services know by its name alone. */
    public Consumer(
            String name,
            List<String> groups,
            Optional<String> plan,
            List<ApiKey> keys,
            List<BasicLogin> basic,
            List<HmacLogin> hmac,
            List<JwtCredential> jwt,
            List<ConsumerCertificate> certificates,
            Origin origin) {
        this(name, Optional.empty(), Optional.empty(), groups, plan, keys, basic, hmac, jwt, certificates, origin);
    }
}
