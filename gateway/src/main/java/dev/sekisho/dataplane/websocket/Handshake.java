package dev.sekisho.dataplane.websocket;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The opening handshake (RFC 6455 section 4): what a client may ask, and what an upstream may answer. Thread-safe. */
public final class Handshake {

    /** The client's key, which only HTTP/1.1 has. */
    public static final HeaderName KEY = HeaderName.of("Sec-WebSocket-Key");

    private static final HeaderName ACCEPT = HeaderName.of("Sec-WebSocket-Accept");
    private static final HeaderName EXTENSIONS = HeaderName.of("Sec-WebSocket-Extensions");
    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");
    private static final byte[] THIRTEEN = Ascii.bytes("13");
    private static final byte[] DEFLATE = Ascii.bytes("permessage-deflate");
    private static final byte[] SALT = Ascii.bytes("258EAFA5-E914-47DA-95CA-C5AB0DC85B11"); // section 1.3
    private static final int KEY_LENGTH = 24; // base64 of sixteen bytes

    private Handshake() {}

    /**
     * Notes on a request of HTTP/1.1 that asks for another protocol whether that is WebSocket, and whether it asks rightly.
     *
     * @return why it is refused; {@link Reason#NONE} where it is not, and for all other requests
     */
    public static Reason check(RequestHead head) {
        if (!head.isUpgrade() || !names(head.headers())) {
            return Reason.NONE;
        }
        Headers headers = head.headers();
        head.webSocket(true);
        boolean alone = headers.valueEqualsLower(headers.find(HeaderName.UPGRADE), WEBSOCKET);
        if (!alone || head.method() != Method.GET || head.hasBody()) {
            return Reason.WEBSOCKET_HANDSHAKE;
        }
        Reason version = version(head);
        return version != Reason.NONE || isKey(headers) ? version : Reason.WEBSOCKET_HANDSHAKE;
    }

    /** Whether the version is the one that there is, of whatever HTTP carries it; else why the request is refused. */
    public static Reason version(RequestHead head) {
        Headers headers = head.headers();
        int field = headers.find(HeaderName.SEC_WEBSOCKET_VERSION);
        boolean known = field >= 0
                && headers.valueEqualsLower(field, THIRTEEN)
                && headers.find(HeaderName.SEC_WEBSOCKET_VERSION, field + 1) < 0;
        return known ? Reason.NONE : Reason.WEBSOCKET_VERSION;
    }

    /** Whether the Upgrade fields name the protocol, alone or beside others. */
    private static boolean names(Headers headers) {
        for (int i = headers.find(HeaderName.UPGRADE); i >= 0; i = headers.find(HeaderName.UPGRADE, i + 1)) {
            if (holds(headers, i, WEBSOCKET)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the list has an item of that name; what follows a {@code ;} or {@code /} in an item does not count. */
    private static boolean holds(Headers headers, int field, byte[] lower) {
        byte[] bytes = headers.bytes();
        int end = headers.valueEnd(field);
        int at = headers.valueStart(field);
        while (at < end) {
            int comma = Ascii.indexOf(bytes, at, end, ',');
            int stop = comma < 0 ? end : comma;
            while (at < stop && (bytes[at] == ' ' || bytes[at] == '\t')) {
                at++;
            }
            int tokenEnd = at;
            while (tokenEnd < stop && bytes[tokenEnd] != ';' && bytes[tokenEnd] != '/' && bytes[tokenEnd] > ' ') {
                tokenEnd++;
            }
            if (Ascii.equalsLower(bytes, at, tokenEnd, lower)) {
                return true;
            }
            at = stop + 1;
        }
        return false;
    }

    private static boolean isKey(Headers headers) {
        int field = headers.find(KEY);
        if (field < 0 || headers.find(KEY, field + 1) >= 0) {
            return false;
        }
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        boolean padded =
                end - start == KEY_LENGTH && headers.bytes()[end - 1] == '=' && headers.bytes()[end - 2] == '=';
        for (int i = start; padded && i < end - 2; i++) {
            byte b = headers.bytes()[i];
            byte low = Ascii.lower(b);
            padded = (low >= 'a' && low <= 'z') || (b >= '0' && b <= '9') || b == '+' || b == '/';
        }
        return padded;
    }

    /**
     * Whether an upstream's switch of protocols is an answer to what was asked: to the same protocol, and for WebSocket
     * with the right Sec-WebSocket-Accept, and a subprotocol only that was offered (section 4.1).
     */
    public static boolean accepts(RequestHead request, ResponseHead response) {
        boolean switched = names(response.headers());
        if (!request.isWebSocket()) {
            return !switched;
        }
        Headers headers = response.headers();
        int field = headers.find(ACCEPT);
        int asked = request.headers().find(KEY);
        if (!switched || field < 0 || asked < 0 || headers.find(ACCEPT, field + 1) >= 0) {
            return false;
        }
        byte[] expected = accept(request.headers(), asked);
        boolean same = Ascii.equals(headers.bytes(), headers.valueStart(field), headers.valueEnd(field), expected);
        return same && isOffered(request.headers(), headers);
    }

    /**
     * Makes a switch of protocols of an upstream's 2xx over HTTP/2 (RFC 8441 section 5), so that all that follows sees no
     * difference; false where it names a subprotocol that was not offered.
     */
    public static boolean asSwitch(RequestHead request, ResponseHead response) {
        Headers headers = response.headers();
        int asked = request.headers().find(KEY);
        if (asked < 0 || !isOffered(request.headers(), headers)) {
            return false;
        }
        headers.remove(HeaderName.CONTENT_LENGTH); // means nothing here, RFC 9110 section 9.3.6
        headers.set(HeaderName.UPGRADE, WEBSOCKET);
        headers.set(ACCEPT, accept(request.headers(), asked));
        response.status(101);
        response.contentLength(-1);
        return true;
    }

    private static byte[] accept(Headers headers, int key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // of no cryptographic use here
            int start = headers.valueStart(key);
            sha1.update(headers.bytes(), start, headers.valueEnd(key) - start);
            return Base64.getEncoder().encode(sha1.digest(SALT));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    private static boolean isOffered(Headers request, Headers response) {
        int chosen = response.find(HeaderName.SEC_WEBSOCKET_PROTOCOL);
        if (chosen < 0) {
            return true;
        }
        String name = response.value(chosen);
        boolean once = response.find(HeaderName.SEC_WEBSOCKET_PROTOCOL, chosen + 1) < 0;
        return once
                && request.getAll(HeaderName.SEC_WEBSOCKET_PROTOCOL).stream()
                        .flatMap(offers -> Arrays.stream(offers.split(",")))
                        .anyMatch(offer -> offer.trim().equals(name));
    }

    /** Whether messages may be compressed on a connection that was opened with this answer (RFC 7692 section 5). */
    public static boolean agreesDeflate(ResponseHead response) {
        Headers headers = response.headers();
        for (int i = headers.find(EXTENSIONS); i >= 0; i = headers.find(EXTENSIONS, i + 1)) {
            if (holds(headers, i, DEFLATE)) {
                return true;
            }
        }
        return false;
    }
}
