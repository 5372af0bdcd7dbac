package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.PathNormalizer;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;

/** What a request target may be (RFC 9112 section 3.2), and the path and query in it. */
final class TargetRules {

    private static final byte PLAIN = 0;
    private static final byte END = 1; // may not stand in a target: controls, space, #, DEL, 8-bit
    private static final byte SUSPECT = 2; // %, \ and /: may make a path one that is not normal
    private static final byte QUESTION = 3;
    private static final byte[] CLASS = new byte[256];
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final byte[] HTTP = Ascii.bytes("http://");
    private static final byte[] HTTPS = Ascii.bytes("https://");

    static {
        for (int i = 0; i < 256; i++) {
            CLASS[i] = i <= ' ' || i >= 0x7F || i == '#' ? END : PLAIN;
        }
        CLASS['%'] = CLASS['\\'] = CLASS['/'] = SUSPECT;
        CLASS['?'] = QUESTION;
    }

    private TargetRules() {}

    /** Where the target that starts at {@code at} ends: at a byte that may not stand in one. */
    static int endOfTarget(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && CLASS[bytes[i] & 0xFF] != END) {
            i++;
        }
        return i;
    }

    /** Finds path and query, for CONNECT the port, and normalises the path; one look at each byte where it is normal. */
    static Reason apply(RequestHead head, HeadLimits limits) {
        if (head.method() == Method.CONNECT) {
            return limits.connect() ? authority(head) : Reason.CONNECT;
        }
        if (head.method() == Method.TRACE && !limits.trace()) {
            return Reason.METHOD;
        }
        byte[] bytes = head.headers().bytes();
        int start = head.targetStart();
        int end = head.targetEnd();
        if (bytes[start] != '/') {
            start = absolute(head, bytes, start, end);
            if (start < 0) {
                return Reason.TARGET;
            }
        }
        boolean normal = true;
        int pathEnd = start;
        for (byte found = 0; pathEnd < end && (found = CLASS[bytes[pathEnd] & 0xFF]) != QUESTION; pathEnd++) {
            normal &= found == PLAIN || !PathNormalizer.isSuspicious(bytes, pathEnd, end);
        }
        head.query(pathEnd == end ? -1 : pathEnd + 1, pathEnd == end ? -1 : end);
        if (start == pathEnd) {
            return emptyPath(head);
        }
        head.path(start, pathEnd);
        return normal ? Reason.NONE : normalise(head, start, pathEnd);
    }

    /**
     * Authority form (RFC 9112 section 3.2.3): a host and a port, neither of which may be missing. The host is looked at with the
     * Host field, which must be the same; there is neither path nor query.
     */
    private static Reason authority(RequestHead head) {
        byte[] bytes = head.headers().bytes();
        int start = head.targetStart();
        int end = head.targetEnd();
        int colon = end - 1;
        while (colon > start && bytes[colon] >= '0' && bytes[colon] <= '9') {
            colon--;
        }
        int digits = end - colon - 1;
        if (colon <= start || bytes[colon] != ':' || digits < 1 || digits > MAX_PORT_DIGITS) {
            return Reason.CONNECT_TARGET;
        }
        long port = RequestRules.decimal(bytes, colon + 1, end);
        if (port < 1 || port > MAX_PORT || !isHost(bytes, start, colon)) {
            return Reason.CONNECT_TARGET;
        }
        head.host(start, end);
        head.connectPort((int) port);
        head.path(end, end);
        head.query(-1, -1);
        return Reason.NONE;
    }

    /** Whether none of the bytes belongs to a scheme, user information, a path or a query. */
    private static boolean isHost(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '/' || bytes[i] == '?' || bytes[i] == '@') {
                return false;
            }
        }
        return true;
    }

    private static Reason normalise(RequestHead head, int start, int end) {
        Headers headers = head.headers();
        int from = headers.end();
        Reason found = PathNormalizer.normalise(head, start, end);
        if (found == Reason.NONE) {
            head.path(from, headers.end());
            head.targetChanged();
        }
        return found;
    }

    /** Absolute form without a path: the path is "/" (RFC 9110 section 4.2.3). */
    private static Reason emptyPath(RequestHead head) {
        Headers headers = head.headers();
        headers.reserve(1);
        int at = headers.end();
        headers.bytes()[at] = '/';
        headers.advance(at + 1);
        head.path(at, at + 1);
        head.targetChanged();
        return Reason.NONE;
    }

    /**
     * Absolute form (RFC 9112 section 3.2.2): notes the authority as host.
     *
     * @return where the path starts, or -1 where the target has no form that a gateway serves
     */
    private static int absolute(RequestHead head, byte[] bytes, int start, int end) {
        int scheme = schemeLength(bytes, start, end);
        if (scheme == 0) {
            return -1;
        }
        int at = start + scheme;
        while (at < end && bytes[at] != '/' && bytes[at] != '?') {
            at++;
        }
        if (at == start + scheme) {
            return -1;
        }
        head.host(start + scheme, at);
        head.targetChanged();
        return at;
    }

    private static int schemeLength(byte[] bytes, int start, int end) {
        for (byte[] scheme : new byte[][] {HTTP, HTTPS}) {
            if (end - start > scheme.length && Ascii.equalsLower(bytes, start, start + scheme.length, scheme)) {
                return scheme.length;
            }
        }
        return 0;
    }
}
