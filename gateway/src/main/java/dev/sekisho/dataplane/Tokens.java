package dev.sekisho.dataplane;

/** The character classes of HTTP (RFC 9110 section 5.6.2, section 5.5). */
public final class Tokens {

    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (int i = '0'; i <= '9'; i++) {
            TOKEN[i] = true;
        }
        for (int i = 'a'; i <= 'z'; i++) {
            TOKEN[i] = true;
            TOKEN[i - 32] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    /** Whether the byte may stand in a token. */
    public static boolean isTokenByte(byte b) {
        return TOKEN[b & 0xFF];
    }

    /** Whether all bytes of the range may stand in a token. */
    public static boolean isToken(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!TOKEN[bytes[i] & 0xFF]) {
                return false;
            }
        }
        return true;
    }

    /** Where the token that starts at {@code at} ends. */
    public static int endOfToken(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && TOKEN[bytes[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    /**
     * Whether the text may be a field value: no control but tab, so that nothing can split a head.
     */
    public static boolean isFieldValue(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < 0x20 && b != '\t') || b == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
