package dev.sekisho.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold of consumers' credentials: each can be used, and belongs to one consumer. */
final class ConsumerChecks {

    /** RFC 7518 section 3.1, and EdDSA of RFC 8037. */
    private static final Set<String> SECRET_ALGORITHMS = Set.of("HS256", "HS384", "HS512");

    private static final Set<String> KEY_ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    /** A signature lets anybody who sees it try secrets as fast as a computer can; 128 random bits stand it. */
    private static final int SHORTEST_SECRET = 16;

    private final List<Problem> problems;
    private final Map<String, String> owners = new HashMap<>(); // by kind and value of a credential

    private ConsumerChecks(List<Problem> problems) {
        this.problems = problems;
    }

    static void check(List<Consumer> consumers, List<Problem> problems) {
        ConsumerChecks checks = new ConsumerChecks(problems);
        consumers.forEach(checks::check);
    }

    private void check(Consumer consumer) {
        consumer.id().ifPresent(id -> told(consumer, "id", id));
        consumer.customId().ifPresent(id -> told(consumer, "customId", id));
        consumer.keys().forEach(key -> key(consumer, key));
        for (BasicLogin login : consumer.basic()) {
            if (login.username().indexOf(':') >= 0) {
                error(
                        consumer,
                        "basic.username: " + Tokens.quote(login.username()) + " (expected: no colon, RFC 7617)");
            }
            owned(consumer, "basic.username", login.username());
        }
        consumer.hmac().forEach(login -> hmac(consumer, login));
        consumer.jwt().forEach(jwt -> jwt(consumer, jwt));
        consumer.certificates().forEach(certificate -> certificate(consumer, certificate));
    }

    /** Services are told it in a field; RFC 9110 section 5.5. */
    private void told(Consumer consumer, String setting, String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            error(consumer, setting + ": " + Tokens.quote(value) + " (expected: visible ASCII without blanks)");
        }
    }

    private void key(Consumer consumer, ApiKey key) {
        if (key.key().isPresent() == key.sha256().isPresent()) {
            error(consumer, "keys: " + (key.key().isPresent() ? "both" : "neither") + " (expected: key or sha256)");
        } else if (key.sha256().filter(text -> !text.matches("[0-9a-fA-F]{64}")).isPresent()) {
            error(consumer, "keys.sha256: " + Secret.REDACTED + " (expected: 64 hexadecimal digits)");
        } else if (owners.putIfAbsent("key " + key.hash(), consumer.name()) != null) {
            error(consumer, "keys: a key that another entry has too (expected: each key once)");
        }
    }

    private void hmac(Consumer consumer, HmacLogin login) {
        String name = login.username();
        if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ' || c == 0x7F || c == '"' || c == '\\')) {
            error(
                    consumer,
                    "hmac.username: " + Tokens.quote(name)
                            + " (expected: text without quotation mark, backslash and control characters)");
        }
        owned(consumer, "hmac.username", name);
        int length = login.secret().reveal().getBytes(StandardCharsets.UTF_8).length;
        if (length == 0) {
            error(consumer, "hmac.secret: empty (expected: a secret)");
        } else if (length < SHORTEST_SECRET) {
            String message = "hmac.secret: that of " + Tokens.quote(name) + " is " + length + " bytes long (expected: "
                    + SHORTEST_SECRET + " or more, which are hard to guess)";
            String fix = "make one by: openssl rand -hex 32";
            problems.add(new Problem(consumer.origin(), "model.weak-secret", message, fix, false));
        }
    }

    private void jwt(Consumer consumer, JwtCredential jwt) {
        owned(consumer, "jwt.key", jwt.key());
        String algorithm = jwt.algorithm();
        if (SECRET_ALGORITHMS.contains(algorithm)) {
            if (jwt.secret().isEmpty()) {
                error(consumer, "jwt.secret: none (expected: a secret, for " + algorithm + ")");
            }
        } else if (KEY_ALGORITHMS.contains(algorithm)) {
            if (jwt.publicKey().isEmpty()) {
                error(consumer, "jwt.publicKey: none (expected: a public key, for " + algorithm + ")");
            }
        } else {
            error(
                    consumer,
                    "jwt.algorithm: " + Tokens.quote(algorithm)
                            + " (expected: HS256, RS256, PS256 or ES256, each also with 384 and 512, or EdDSA)");
        }
    }

    private void certificate(Consumer consumer, ConsumerCertificate certificate) {
        Map<String, String> given = new TreeMap<>();
        certificate.subject().ifPresent(name -> given.put("subject", name));
        certificate.san().ifPresent(name -> given.put("san", name));
        certificate.fingerprint().ifPresent(hash -> given.put("fingerprint", hash));
        if (given.size() != 1) {
            String found = given.isEmpty() ? "none" : String.join(" and ", given.keySet());
            error(consumer, "certificates: " + found + " (expected: one of subject, san and fingerprint)");
        } else if (given.containsValue("")) {
            error(consumer, "certificates: an empty name (expected: a name)");
        } else if (certificate
                .fingerprint()
                .filter(hash -> !ConsumerCertificate.isFingerprint(hash))
                .isPresent()) {
            error(
                    consumer,
                    "certificates.fingerprint: "
                            + Tokens.quote(certificate.fingerprint().orElse(""))
                            + " (expected: 64 hexadecimal digits, SHA-256)");
        } else {
            given.forEach((kind, name) -> owned(consumer, "certificates." + kind, certificate.normal()));
        }
    }

    private void owned(Consumer consumer, String kind, String value) {
        if (owners.putIfAbsent(kind + " " + value, consumer.name()) != null) {
            error(consumer, kind + ": " + Tokens.quote(value) + " (expected: one that no other entry has)");
        }
    }

    private void error(Consumer consumer, String message) {
        problems.add(new Problem(consumer.origin(), "model.credential", message, "", true));
    }
}
