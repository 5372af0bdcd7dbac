package dev.sekisho.policy.basic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is stored of a password. Immutable, thread-safe; compared in constant time. */
sealed interface PasswordHash permits Bcrypt, PasswordHash.Sha256, PasswordHash.Sha1, PasswordHash.Apr1 {

    /** Whether it is that password. */
    boolean fits(byte[] password);

    /** Whether looking is too slow for an event loop. */
    boolean isSlow();

    /**
     * Reads a form of htpasswd files, empty for any other: bcrypt, {@code {SHA}} or {@code $apr1$} ("Password Formats" of the
     * documentation of Apache httpd).
     */
    static Optional<PasswordHash> parse(String text) {
        Optional<PasswordHash> bcrypt = Bcrypt.parse(text).map(hash -> hash);
        return bcrypt.or(() -> Sha1.parse(text)).or(() -> Apr1.parse(text));
    }

    /** A password of a configuration: its bcrypt hash, or the password itself. */
    static PasswordHash ofSecret(String text) {
        if (!text.matches("(?s)\\$2[abxy]?\\$.*")) {
            return new Sha256(Digests.of("SHA-256", text.getBytes(StandardCharsets.UTF_8)));
        }
        return Bcrypt.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a password that begins as bcrypt (expected: " + Bcrypt.FORM + ")"));
    }

    /** The SHA-256 of a password that stands in the configuration. */
    record Sha256(byte[] hash) implements PasswordHash {
        @Override
        public boolean fits(byte[] password) {
            return MessageDigest.isEqual(hash, Digests.of("SHA-256", password));
        }

        @Override
        public boolean isSlow() {
            return false;
        }
    }

    /** {@code {SHA}} and SHA-1 in Base64. */
    record Sha1(byte[] hash) implements PasswordHash {

        private static final Pattern FORM = Pattern.compile("\\{SHA\\}([A-Za-z0-9+/]{27}=)");

        private static Optional<PasswordHash> parse(String text) {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Sha1(Base64.getDecoder().decode(matcher.group(1))))
                    : Optional.empty();
        }

        @Override
        public boolean fits(byte[] password) {
            return MessageDigest.isEqual(hash, Digests.of("SHA-1", password));
        }

        @Override
        public boolean isSlow() {
            return false;
        }
    }

    /** {@code $apr1$}, salt and hash. */
    record Apr1(byte[] salt, byte[] hash) implements PasswordHash {

        private static final Pattern FORM = Pattern.compile("\\$apr1\\$([^$:\\x00-\\x20]{1,8})\\$([./0-9A-Za-z]{22})");

        /** Stands for nobody's password. */
        static final Apr1 NOBODY = new Apr1(new byte[8], new byte[22]);

        private static Optional<PasswordHash> parse(String text) {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Apr1(
                            matcher.group(1).getBytes(StandardCharsets.UTF_8),
                            matcher.group(2).getBytes(StandardCharsets.US_ASCII)))
                    : Optional.empty();
        }

        @Override
        public boolean fits(byte[] password) {
            return MessageDigest.isEqual(hash, Apr1Digest.of(password, salt));
        }

        @Override
        public boolean isSlow() {
            return true;
        }
    }
}
