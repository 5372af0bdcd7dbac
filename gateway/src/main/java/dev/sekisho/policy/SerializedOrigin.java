package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;

/**
 * The form in which browsers send an origin (HTML standard, "serialization of an origin"; RFC 6454 section 6.2): scheme,
 * {@code ://}, host in lower case and punycode, and the port where it is not the scheme's own. No path, no userinfo.
 * {@code null} is no such form: any sandboxed page has it.
 */
public final class SerializedOrigin {

    /** Longest origin looked at, bytes: a host name has at most 253 (RFC 1035 section 2.3.4), and room for the rest. */
    public static final int MAX_LENGTH = 320;

    private SerializedOrigin() {}

    /** Whether the range has that form. */
    public static boolean isValid(byte[] bytes, int start, int end) {
        int scheme = end - start > MAX_LENGTH ? -1 : schemeEnd(bytes, start, end);
        if (scheme < 0 || scheme + 3 >= end) {
            return false;
        }
        int host = scheme + 3;
        int hostEnd = bytes[host] == '[' ? literalEnd(bytes, host, end) : nameEnd(bytes, host, end);
        return hostEnd > host && (hostEnd == end || isPort(bytes, hostEnd, end));
    }

    /** Where {@code ://} starts, or -1 where no scheme stands in front of it (RFC 3986 section 3.1). */
    private static int schemeEnd(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && isSchemeByte(bytes[i], i == start)) {
            i++;
        }
        boolean separated = i > start && i + 3 <= end && bytes[i] == ':' && bytes[i + 1] == '/' && bytes[i + 2] == '/';
        return separated ? i : -1;
    }

    private static boolean isSchemeByte(byte b, boolean first) {
        return isLetter(b) || (!first && (isDigit(b) || b == '+' || b == '-' || b == '.'));
    }

    /** Where a host name ends, or -1 where a label is empty; a name does not end in a dot. */
    private static int nameEnd(byte[] bytes, int start, int end) {
        int label = start;
        int i = start;
        for (; i < end && bytes[i] != ':'; i++) {
            if (bytes[i] == '.') {
                if (i == label) {
                    return -1;
                }
                label = i + 1;
            } else if (!isLetter(bytes[i]) && !isDigit(bytes[i]) && bytes[i] != '-' && bytes[i] != '_') {
                return -1;
            }
        }
        return i == label ? -1 : i;
    }

    private static int literalEnd(byte[] bytes, int start, int end) {
        int close = Ascii.indexOf(bytes, start, end, ']');
        for (int i = start + 1; i < close; i++) {
            if (!isDigit(bytes[i]) && (bytes[i] < 'a' || bytes[i] > 'f') && bytes[i] != ':' && bytes[i] != '.') {
                return -1;
            }
        }
        return close < start + 3 ? -1 : close + 1;
    }

    /** A colon and a port without leading zeros. */
    private static boolean isPort(byte[] bytes, int colon, int end) {
        int digits = end - colon - 1;
        if (bytes[colon] != ':' || digits < 1 || digits > 5 || bytes[colon + 1] == '0') {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < end; i++) {
            if (!isDigit(bytes[i])) {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
        }
        return port <= 65_535;
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
