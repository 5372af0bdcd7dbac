package dev.sekisho.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** An API key of a consumer. While one is replaced by another, both may be there. */
public record ApiKey(
        @Property("The key itself; hashed as soon as it is read. Either this or sha256.")
        Optional<Secret> key,

        @Property(
                value = "SHA-256 of the key, 64 hexadecimal digits, so that the key stands nowhere.",
                example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        Optional<String> sha256,

        @Property(value = "When it ends; left out, never.", example = "2027-03-01T00:00:00Z")
        Optional<Instant> expires) {

    /**
     * SHA-256 of the key, hexadecimal in lower case.
     *
     * @throws IllegalArgumentException where it has neither key nor hash
     */
    public String hash() {
        return sha256.map(text -> text.toLowerCase(Locale.ROOT))
                .or(() -> key.map(secret -> HexFormat.of().formatHex(digest(secret.reveal()))))
                .orElseThrow(() -> new IllegalArgumentException("key: none (expected: key or sha256)"));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: part of every JDK)", e);
        }
    }
}
