package dev.sekisho.policy.basic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is stored of a password. Immutable, thread-safe; compared in constant time. */
sealed interface PasswordHash permits Bcrypt, ShaCrypt, PasswordHash.Sha256, PasswordHash.Sha1, PasswordHash.Apr1 {

    /** Whether it is that password. */
    boolean fits(byte[] password);

    /** What a look costs. */
    Work work();

    /** How much of it. */
    int amount();

    /** Whether looking is too slow for an event loop. */
    default boolean isSlow() {
        return work() != Work.NONE;
    }

    /** The forms that {@link #parse} reads, for messages. */
    String FORMS = "bcrypt (" + Bcrypt.FORM + "), $5$ or $6$ with 1000 to " + ShaCrypt.MOST
            + " rounds, $apr1$, $1$, {SSHA}, {SHA} or {PLAIN}";

    /**
     * Reads a form of htpasswd files, empty for any other: bcrypt, {@code {SHA}} and {@code $apr1$} ("Password Formats" of the
     * documentation of Apache httpd), {@code {SSHA}} and {@code {PLAIN}} (nginx.org/en/docs/http/ngx_http_auth_basic_module.html), and
     * {@code $1$}, {@code $5$} and {@code $6$} of crypt(3).
     */
    static Optional<PasswordHash> parse(String text) {
        if (text.startsWith(PLAIN) && text.length() > PLAIN.length()) {
            return Optional.of(plain(text.substring(PLAIN.length())));
        }
        Optional<PasswordHash> bcrypt = Bcrypt.parse(text).map(hash -> hash);
        return bcrypt.or(() -> Sha1.parse(text)).or(() -> Apr1.parse(text)).or(() -> ShaCrypt.parse(text));
    }

    /** What stands before a password that is no hash. */
    String PLAIN = "{PLAIN}";

    private static PasswordHash plain(String password) {
        return new Sha256(Digests.of("SHA-256", password.getBytes(StandardCharsets.UTF_8)));
    }

    /** A password of a configuration: its bcrypt hash, or the password itself. */
    static PasswordHash ofSecret(String text) {
        if (!text.matches("(?s)\\$2[abxy]?\\$.*")) {
            return plain(text);
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
        public Work work() {
            return Work.NONE;
        }

        @Override
        public int amount() {
            return 0;
        }
    }

    /** {@code {SHA}} and SHA-1 in Base64; {@code {SSHA}} and, in Base64, the SHA-1 of password and salt with the salt behind it. */
    record Sha1(byte[] hash, byte[] salt) implements PasswordHash {

        private static final int BYTES = 20;
        private static final Pattern FORM = Pattern.compile(
                "\\{SHA\\}[A-Za-z0-9+/]{27}=|\\{SSHA\\}(?:[A-Za-z0-9+/]{4}){7,64}(?:[A-Za-z0-9+/=]{4})?");

        private static Optional<PasswordHash> parse(String text) {
            if (!FORM.matcher(text).matches()) {
                return Optional.empty();
            }
            try {
                byte[] all = Base64.getDecoder().decode(text.substring(text.indexOf('}') + 1));
                return Optional.of(new Sha1(Arrays.copyOf(all, BYTES), Arrays.copyOfRange(all, BYTES, all.length)));
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // signs of equality within
            }
        }

        @Override
        public boolean fits(byte[] password) {
            MessageDigest sha = Digests.named("SHA-1");
            sha.update(password);
            return MessageDigest.isEqual(hash, sha.digest(salt));
        }

        @Override
        public Work work() {
            return Work.NONE;
        }

        @Override
        public int amount() {
            return 0;
        }
    }

    /** {@code $apr1$} or {@code $1$}, which is the magic, salt and hash. */
    record Apr1(byte[] magic, byte[] salt, byte[] hash) implements PasswordHash {

        private static final Pattern FORM =
                Pattern.compile("(\\$(?:apr)?1\\$)([^$:\\x00-\\x20]{1,8})\\$([./0-9A-Za-z]{22})");

        /** Stands for nobody's password. */
        static final Apr1 NOBODY = new Apr1(new byte[6], new byte[8], new byte[22]);

        private static Optional<PasswordHash> parse(String text) {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Apr1(
                            matcher.group(1).getBytes(StandardCharsets.US_ASCII),
                            matcher.group(2).getBytes(StandardCharsets.UTF_8),
                            matcher.group(3).getBytes(StandardCharsets.US_ASCII)))
                    : Optional.empty();
        }

        @Override
        public boolean fits(byte[] password) {
            return MessageDigest.isEqual(hash, Apr1Digest.of(password, salt, magic));
        }

        @Override
        public Work work() {
            return Work.MD5;
        }

        @Override
        public int amount() {
            return 1;
        }
    }
}
