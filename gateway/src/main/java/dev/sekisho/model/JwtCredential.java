package dev.sekisho.model;

import java.util.Optional;

/** How tokens of a consumer are verified. */
public record JwtCredential(
        @Property("Value that its tokens bear in the claim that names the key (iss), unique among consumers.")
        String key,

        @Property(
                value = "Algorithm of its signatures (RFC 7518 section 3.1).",
                defaultValue = "HS256",
                example = "RS256")
        String algorithm,

        @Property("Secret, for the HS algorithms.") Optional<Secret> secret,

        @Property(value = "Whether the secret is written in base64.", defaultValue = "false")
        boolean base64,

        @Property("Public key in PEM, for the others.") Optional<String> publicKey) {}
