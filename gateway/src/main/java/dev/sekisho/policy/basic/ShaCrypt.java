package dev.sekisho.policy.basic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code $5$} and {@code $6$} of crypt(3): rounds where they are given, salt, hash. Immutable, thread-safe.
 *
 * @param digest which of the two
 * @param rounds how many, 1000 to {@link #MOST}
 * @param salt the salt
 * @param hash the letters behind it
 */
record ShaCrypt(ShaDigest digest, int rounds, byte[] salt, byte[] hash) implements PasswordHash {

    /** The most rounds that are read: a look takes about a second. */
    static final int MOST = 1_000_000;

    private static final int LEAST = 1_000;
    private static final int USUAL = 5_000;
    private static final Pattern FORM = Pattern.compile(
            "\\$([56])\\$(?:rounds=([1-9]\\d{3,6})\\$)?([^$:\\x00-\\x20]{0,16})\\$([./0-9A-Za-z]{43,86})");

    /** Reads a hash; empty for anything else. */
    static Optional<PasswordHash> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ShaDigest digest = matcher.group(1).equals("5") ? ShaDigest.SHA256 : ShaDigest.SHA512;
        String given = matcher.group(2);
        int rounds = given == null ? USUAL : Integer.parseInt(given);
        byte[] hash = matcher.group(4).getBytes(StandardCharsets.US_ASCII);
        boolean whole = hash.length == (digest == ShaDigest.SHA256 ? 43 : 86);
        return whole && rounds >= LEAST && rounds <= MOST
                ? Optional.of(new ShaCrypt(digest, rounds, matcher.group(3).getBytes(StandardCharsets.UTF_8), hash))
                : Optional.empty();
    }

    @Override
    public boolean fits(byte[] password) {
        return MessageDigest.isEqual(hash, digest.of(password, salt, rounds));
    }

    @Override
    public Work work() {
        return digest == ShaDigest.SHA256 ? Work.SHA256 : Work.SHA512;
    }

    @Override
    public int amount() {
        return rounds;
    }
}
