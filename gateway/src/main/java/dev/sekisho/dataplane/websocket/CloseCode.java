package dev.sekisho.dataplane.websocket;

/** Close codes (RFC 6455 section 7.4, and IANA's registry of them). */
final class CloseCode {

    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_CODE = 1005; // stands for a close frame without a code, and in none
    static final int BROKEN_OFF = 1006; // stands for no close frame at all, and in none
    static final int BAD_DATA = 1007;
    static final int TOO_BIG = 1009;

    private CloseCode() {}

    /** Whether a close frame may bear the code: registered for it, or free for libraries (3xxx) and applications (4xxx). */
    static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
