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
        @Property("Groups it belongs to.") List<String> groups,
        @Property("Name of its plan.") Optional<String> plan,
        @Property("Its API keys, for key-auth.") List<ApiKey> keys,

        @Property("Its user names and passwords, for basic.")
        List<BasicLogin> basic,

        @Property("Its user names and secrets, for hmac.") List<HmacLogin> hmac,
        @Property("How its tokens are verified, for jwt.") List<JwtCredential> jwt,

        @Property("Its certificates, for mtls.") List<ConsumerCertificate> certificates,

        Origin origin) {}
