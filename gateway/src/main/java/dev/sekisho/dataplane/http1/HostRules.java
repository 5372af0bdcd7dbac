package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;

/**
 * The Host field (RFC 9112 section 3.2, RFC 3986 section 3.2.2): exactly one, a host and at most a port, in agreement with
 * an absolute target. Leaves the canonical host in the head: lower case, without port and trailing dot.
 */
final class HostRules {

    private static final boolean[] NAME = new boolean[256];
    private static final boolean[] UPPER = new boolean[256];

    static {
        for (int i = 'a'; i <= 'z'; i++) {
            NAME[i] = NAME[i - 32] = true;
            UPPER[i - 32] = true;
        }
        for (int i = '0'; i <= '9'; i++) {
            NAME[i] = true;
        }
        NAME['-'] = NAME['.'] = NAME['_'] = NAME['~'] = true;
    }

    private HostRules() {}

    static Reason apply(RequestHead head, int field) {
        Headers headers = head.headers();
        boolean absolute = head.hostEnd() > head.hostStart();
        if (field < 0) {
            return absolute || head.minorVersion() == 1 ? Reason.HOST : Reason.NONE;
        }
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        if (absolute && !sameAuthority(headers.bytes(), head.hostStart(), head.hostEnd(), start, end)) {
            return Reason.HOST_MISMATCH;
        }
        int hostEnd = endOfHost(headers.bytes(), start, end);
        if (hostEnd <= start || !isPort(headers.bytes(), hostEnd, end)) {
            return Reason.HOST;
        }
        canonical(head, headers, start, hostEnd);
        return Reason.NONE;
    }

    private static boolean sameAuthority(byte[] bytes, int start, int end, int other, int otherEnd) {
        if (end - start != otherEnd - other) {
            return false;
        }
        for (int i = 0; i < end - start; i++) {
            if (Ascii.lower(bytes[start + i]) != Ascii.lower(bytes[other + i])) {
                return false;
            }
        }
        return true;
    }

    private static int endOfHost(byte[] bytes, int start, int end) {
        if (start < end && bytes[start] == '[') {
            return endOfLiteral(bytes, start + 1, end);
        }
        int i = start;
        while (i < end && NAME[bytes[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    private static int endOfLiteral(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && (Character.digit(bytes[i], 16) >= 0 || bytes[i] == ':' || bytes[i] == '.')) {
            i++;
        }
        return i < end && bytes[i] == ']' && i > start + 1 ? i + 1 : -1;
    }

    /** Nothing, or a colon and up to five digits. */
    private static boolean isPort(byte[] bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        if (bytes[start] != ':' || end - start > 6) {
            return false;
        }
        for (int i = start + 1; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static void canonical(RequestHead head, Headers headers, int start, int hostEnd) {
        byte[] bytes = headers.bytes();
        int end = bytes[hostEnd - 1] == '.' && hostEnd - start > 1 ? hostEnd - 1 : hostEnd;
        boolean lower = true;
        for (int i = start; i < end; i++) {
            lower &= !UPPER[bytes[i] & 0xFF];
        }
        if (lower) {
            head.host(start, end);
            return;
        }
        headers.reserve(end - start);
        bytes = headers.bytes();
        int at = headers.end();
        for (int i = start; i < end; i++) {
            bytes[at + i - start] = Ascii.lower(bytes[i]);
        }
        headers.advance(at + end - start);
        head.host(at, at + end - start);
    }
}
