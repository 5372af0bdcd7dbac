package dev.sekisho.dataplane.websocket;

/**
 * Whether bytes are UTF-8, one after the other (RFC 3629 section 4: no overlong forms, no surrogates, nothing beyond
 * U+10FFFF). Not thread-safe.
 */
final class Utf8Check {

    private int missing; // bytes until the character is whole
    private int low = 0x80; // what the next of them must lie between
    private int high = 0xBF;

    /** Begins a new text. */
    void reset() {
        missing = 0;
        low = 0x80;
        high = 0xBF;
    }

    /** Whether no character is under way. */
    boolean isWhole() {
        return missing == 0;
    }

    /** Takes a byte, 0 to 255; false where no UTF-8 goes on like that. */
    boolean take(int b) {
        if (missing == 0) {
            return b < 0x80 || first(b);
        }
        if (b < low || b > high) {
            return false;
        }
        missing--;
        low = 0x80;
        high = 0xBF;
        return true;
    }

    private boolean first(int b) {
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        if (b < 0xE0) {
            missing = 1;
        } else if (b < 0xF0) {
            missing = 2;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else {
            missing = 3;
            low = b == 0xF0 ? 0x90 : 0x80;
            high = b == 0xF4 ? 0x8F : 0xBF;
        }
        return true;
    }
}
