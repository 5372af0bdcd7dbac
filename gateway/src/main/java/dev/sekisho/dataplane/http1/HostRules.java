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

    private static final byte NAME = 1;
    private static final byte UPPER = 2;
    private static final byte[] CLASS = new byte[256]; // 0: not in a name

    static {
        for (int i = 'a'; i <= 'z'; i++) {
            CLASS[i] = NAME;
            CLASS[i - 32] = UPPER;
        }
        for (int i = '0'; i <= '9'; i++) {
            CLASS[i] = NAME;
        }
        CLASS['-'] = CLASS['.'] = CLASS['_'] = CLASS['~'] = NAME;
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
        byte[] bytes = headers.bytes();
        boolean literal = start < end && bytes[start] == '[';
        int hostEnd = literal ? endOfLiteral(bytes, start + 1, end) : start;
        int seen = literal ? UPPER : 0; // of a literal, nobody looked yet
        for (byte found = 0; hostEnd < end && !literal && (found = CLASS[bytes[hostEnd] & 0xFF]) != 0; hostEnd++) {
            seen |= found;
        }
        if (hostEnd <= start || !isPort(bytes, hostEnd, end)) {
            return Reason.HOST;
        }
        int nameEnd = bytes[hostEnd - 1] == '.' && hostEnd - start > 1 ? hostEnd - 1 : hostEnd;
        if ((seen & UPPER) != 0) {
            lower(head, headers, start, nameEnd);
        } else {
            head.host(start, nameEnd);
        }
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

    private static void lower(RequestHead head, Headers headers, int start, int end) {
        headers.reserve(end - start);
        byte[] bytes = headers.bytes();
        int at = headers.end();
        for (int i = start; i < end; i++) {
            bytes[at + i - start] = Ascii.lower(bytes[i]);
        }
        headers.advance(at + end - start);
        head.host(at, at + end - start);
    }
}
