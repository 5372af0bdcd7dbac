package dev.sekisho.policy.jwt;

import dev.sekisho.policy.BadToken;

/**
 * base64url as RFC 7515 section 2 wants it: no padding, no white space, no other characters, and one form only for each value,
 * so that a changed token is never the same token.
 */
final class StrictBase64 {

    private static final byte[] VALUES = new byte[128];

    static {
        java.util.Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private StrictBase64() {}

    /**
     * Decodes a range.
     *
     * @throws BadToken where it has another form
     */
    static byte[] decode(byte[] text, int start, int end) throws BadToken {
        int length = end - start;
        int rest = length & 3;
        if (rest == 1) {
            throw BadToken.invalid("base64url of an impossible length");
        }
        byte[] out = new byte[length / 4 * 3 + (rest == 0 ? 0 : rest - 1)];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = start; i < end; i++) {
            bits = bits << 6 | value(text[i]);
            held += 6;
            if (held >= 8) {
                held -= 8;
                out[at++] = (byte) (bits >>> held);
                bits &= (1 << held) - 1;
            }
        }
        if (bits != 0) {
            throw BadToken.invalid("base64url with bits behind its end");
        }
        return out;
    }

    private static int value(byte c) throws BadToken {
        int value = c < 0 ? -1 : VALUES[c];
        if (value < 0) {
            throw BadToken.invalid("a character that base64url has not");
        }
        return value;
    }
}
