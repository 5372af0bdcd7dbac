package dev.sekisho.dataplane.text;

import dev.sekisho.dataplane.Ascii;
import java.util.Arrays;

/**
 * Which query parameters carry secrets, by their names: the values of such parameters never reach the log. Names are
 * compared without regard to case, percent-encoding and anything but letters and digits, so that {@code Api-Key},
 * {@code api_key}, {@code api%4bey} and {@code apiKey[]} are one. One thread only; allocates nothing.
 */
public final class SecretNames {

    private static final int LONGEST = 64;

    /** A name that is one of these is secret. */
    private static final byte[][] WHOLE = texts("code", "sig", "auth", "pass", "pwd", "pin", "otp", "sid", "key");

    /** A name that holds one of these is secret. */
    private static final byte[][] PARTS = texts(
            "token",
            "secret",
            "passw",
            "passphrase",
            "apikey",
            "accesskey",
            "privatekey",
            "signature",
            "credential",
            "authorization",
            "session",
            "jwt",
            "assertion",
            "cookie",
            "authcode",
            "verifier");

    private static final byte[][][] PARTS_BY_FIRST = byFirst();
    private static final byte[] KEY = Ascii.bytes("key");

    private final byte[] plain = new byte[LONGEST];

    private static byte[][] texts(String... texts) {
        byte[][] all = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            all[i] = Ascii.bytes(texts[i]);
        }
        return all;
    }

    private static byte[][][] byFirst() {
        byte[][][] table = new byte[128][][];
        for (int first = 0; first < table.length; first++) {
            int letter = first;
            table[first] =
                    Arrays.stream(PARTS).filter(part -> part[0] == letter).toArray(byte[][]::new);
        }
        return table;
    }

    /** Whether the parameter of that name carries a secret; names too long to tell do. */
    public boolean isSecret(byte[] bytes, int start, int end) {
        int length = simplify(bytes, start, end);
        if (length < 0) {
            return true;
        }
        for (byte[] name : WHOLE) {
            if (length == name.length && Ascii.equals(plain, 0, length, name)) {
                return true;
            }
        }
        if (length >= KEY.length && Ascii.equals(plain, length - KEY.length, length, KEY)) {
            return true; // subscription-key, consumer_key and all their relatives
        }
        return holdsPart(length);
    }

    private boolean holdsPart(int length) {
        for (int at = 0; at + 3 <= length; at++) {
            for (byte[] part : PARTS_BY_FIRST[plain[at]]) {
                if (at + part.length <= length && Ascii.equals(plain, at, at + part.length, part)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes the name's letters and digits in lower case; returns their number, or -1 where there are too many. */
    private int simplify(byte[] bytes, int start, int end) {
        int length = 0;
        for (int i = start; i < end; i++) {
            int c = bytes[i] & 0xFF;
            if (c == '%' && i + 2 < end && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
                c = hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]);
                i += 2;
            }
            byte lower = Ascii.lower((byte) c);
            if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
                if (length == LONGEST) {
                    return -1;
                }
                plain[length++] = lower;
            }
        }
        return length;
    }

    private static int hex(byte b) {
        return Character.digit((char) (b & 0xFF), 16);
    }
}
