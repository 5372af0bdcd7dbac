package dev.sekisho.policy.cors;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;

/**
 * Says that an answer depends on the origin (RFC 9110 section 12.5.5), so that no cache gives the answer for one origin to
 * another. Fields that are there already become one field with {@code Origin} at its end. Allocates nothing.
 */
final class VaryOrigin {

    private static final byte[] ORIGIN = Ascii.bytes("Origin");
    private static final byte[] ORIGIN_LOWER = Ascii.bytes("origin");

    private VaryOrigin() {}

    /** Adds {@code Origin} to Vary unless it, or {@code *}, is there. */
    static void merge(Headers headers) {
        int first = headers.find(HeaderName.VARY);
        int room = ORIGIN.length;
        for (int i = first; i >= 0; i = headers.find(HeaderName.VARY, i + 1)) {
            if (covers(headers.bytes(), headers.valueStart(i), headers.valueEnd(i))) {
                return;
            }
            room += headers.valueEnd(i) - headers.valueStart(i) + 2;
        }
        int start = headers.begin(HeaderName.VARY, room);
        byte[] bytes = headers.bytes();
        int at = headers.end();
        for (int i = first; i >= 0; i = headers.find(HeaderName.VARY, i + 1)) {
            int length = headers.valueEnd(i) - headers.valueStart(i);
            if (length > 0) {
                System.arraycopy(bytes, headers.valueStart(i), bytes, at, length);
                at += length;
                bytes[at++] = ',';
                bytes[at++] = ' ';
            }
            headers.remove(i);
        }
        System.arraycopy(ORIGIN, 0, bytes, at, ORIGIN.length);
        headers.advance(at + ORIGIN.length);
        headers.finish(HeaderName.VARY, start);
    }

    /** Whether one of the members of a list is {@code *} or {@code origin}. */
    private static boolean covers(byte[] bytes, int start, int end) {
        int from = start;
        while (from < end) {
            int comma = Ascii.indexOf(bytes, from, end, ',');
            int to = comma < 0 ? end : comma;
            int next = to + 1;
            while (from < to && isSpace(bytes[from])) {
                from++;
            }
            while (to > from && isSpace(bytes[to - 1])) {
                to--;
            }
            if (Ascii.equalsLower(bytes, from, to, ORIGIN_LOWER) || (to - from == 1 && bytes[from] == '*')) {
                return true;
            }
            from = next;
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
