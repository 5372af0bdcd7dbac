package dev.sekisho.dataplane.upstream.balancer;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import java.util.Arrays;

/** Where a value stands in the bytes of a request head: start and end in one number, so that finding it allocates nothing. */
final class Found {

    static final long NOTHING = -1;

    private Found() {}

    static long range(int start, int end) {
        return (long) start << Integer.SIZE | end;
    }

    static int start(long range) {
        return (int) (range >>> Integer.SIZE);
    }

    static int end(long range) {
        return (int) range;
    }

    static long header(Headers headers, HeaderName name) {
        int field = headers.find(name);
        return field < 0 ? NOTHING : range(headers.valueStart(field), headers.valueEnd(field));
    }

    /** The value of the first cookie of that name (RFC 6265 section 4.2). */
    static long cookie(Headers headers, byte[] name) {
        for (int f = headers.find(HeaderName.COOKIE); f >= 0; f = headers.find(HeaderName.COOKIE, f + 1)) {
            long found = pair(headers.bytes(), headers.valueStart(f), headers.valueEnd(f), ';', name);
            if (found != NOTHING) {
                return found;
            }
        }
        return NOTHING;
    }

    /** The value of the first parameter of that name, as it was sent. */
    static long query(RequestHead head, byte[] name) {
        int start = head.queryStart();
        return start < 0 ? NOTHING : pair(head.headers().bytes(), start, head.queryEnd(), '&', name);
    }

    private static long pair(byte[] bytes, int from, int to, char separator, byte[] name) {
        for (int at = from; at < to; ) {
            int end = until(bytes, at, to, separator);
            int equals = until(bytes, at, end, '=');
            int start = skip(bytes, at, equals);
            if (equals < end && Arrays.equals(bytes, start, back(bytes, start, equals), name, 0, name.length)) {
                int value = skip(bytes, equals + 1, end);
                return range(value, back(bytes, value, end));
            }
            at = end + 1;
        }
        return NOTHING;
    }

    private static int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static int back(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static int until(byte[] bytes, int from, int to, char what) {
        int at = from;
        while (at < to && bytes[at] != what) {
            at++;
        }
        return at;
    }
}
