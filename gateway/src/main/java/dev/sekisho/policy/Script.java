package dev.sekisho.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that a store runs as one step. Immutable.
 *
 * @param text what runs; gives an array of integers
 * @param sha1 the SHA-1 of the text in hexadecimal digits, by which the server knows it
 */
public record Script(String text, String sha1) {

    /** The script of that text. */
    public static Script of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Script(text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1: none (expected: every JDK has it)", e);
        }
    }
}
