package dev.sekisho.policy.basic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A user name and a password, as a client sends them (RFC 7617 section 2): UTF-8, a colon between them, without control
 * characters. Neither may be empty here.
 *
 * @param user up to the first colon
 * @param password the bytes behind it; not to be changed
 */
record Login(String user, byte[] password) {

    /** Longest pair that is looked at, bytes. */
    private static final int LONGEST = 1024;

    /** Reads what stands behind the scheme; empty where it is no such pair. */
    static Optional<Login> parse(byte[] bytes, int start, int end) {
        if (end - start > (LONGEST + 2) / 3 * 4) {
            return Optional.empty();
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, start, end));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        boolean whole = colon > 0 && colon + 1 < pair.length && isText(pair);
        return whole
                ? Optional.of(new Login(
                        new String(pair, 0, colon, StandardCharsets.UTF_8),
                        Arrays.copyOfRange(pair, colon + 1, pair.length)))
                : Optional.empty();
    }

    private static boolean isText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .chars()
                    .noneMatch(Character::isISOControl);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
