package dev.sekisho.policy.basic;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bcrypt hash. As everywhere bcrypt reads the first 72 bytes of a password only. Immutable, thread-safe.
 *
 * @param cost logarithm of the number of rounds: one more doubles the time
 * @param hash the whole text
 */
record Bcrypt(int cost, byte[] hash) implements PasswordHash {

    /** Forms that are read, for messages. */
    static final String FORM = "$2y$, $2b$ or $2a$, a cost of 04 to 16, 53 characters";

    private static final Pattern TEXT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2B;
    private static final BCrypt.Verifyer VERIFIER = BCrypt.verifyer(VERSION, LongPasswordStrategies.truncate(VERSION));
    private static final BCrypt.Hasher HASHER = BCrypt.with(VERSION, LongPasswordStrategies.truncate(VERSION));
    private static final byte[] SALT = new byte[16];

    /** Reads a hash; empty for anything else. The three versions differ in faults of old programs only. */
    static Optional<Bcrypt> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Bcrypt(
                        Integer.parseInt(matcher.group(1)),
                        ("$2b" + text.substring(3)).getBytes(StandardCharsets.US_ASCII)))
                : Optional.empty();
    }

    @Override
    public boolean fits(byte[] password) {
        return VERIFIER.verify(password, hash).verified;
    }

    @Override
    public Work work() {
        return Work.BCRYPT;
    }

    @Override
    public int amount() {
        return cost;
    }

    /** Spends the time of a look at a hash of that cost. */
    static void spend(int cost, byte[] password) {
        HASHER.hashRaw(cost, SALT, password);
    }
}
