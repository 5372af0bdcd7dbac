package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Escapes;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import java.util.Arrays;

/**
 * Takes parameters out of a query. All others stay byte for byte, in their order, with their separators. Allocates nothing but
 * room in the head where that is too small.
 */
final class QueryEdits {

    private QueryEdits() {}

    /** Removes all parameters of that decoded name; a question mark without anything behind it goes too. */
    static void remove(RequestHead request, byte[] name) {
        if (request.queryStart() < 0) {
            return;
        }
        Headers headers = request.headers();
        int length = request.queryEnd() - request.queryStart();
        headers.reserve(length);
        byte[] bytes = headers.bytes();
        int to = headers.end();
        boolean any = false;
        for (int at = request.queryStart(), end; at <= request.queryEnd(); at = end + 1) {
            end = end(bytes, at, request.queryEnd(), '&');
            if (isNamed(bytes, at, end, name)) {
                continue;
            }
            if (any) {
                bytes[to++] = '&';
            }
            System.arraycopy(bytes, at, bytes, to, end - at);
            to += end - at;
            any = true;
        }
        if (to - headers.end() == length) {
            return; // nothing was removed
        }
        use(request, to, any);
    }

    private static void use(RequestHead request, int end, boolean any) {
        int start = request.headers().end();
        request.headers().advance(end);
        request.query(any ? start : -1, any ? end : -1);
        request.targetChanged();
    }

    /**
     * Overwrites the values of all parameters of that name in the target as it was sent, which the access log shows whatever
     * name a configuration gives to the parameter. The query for the backend is kept elsewhere in the head before.
     */
    static void mask(RequestHead request, byte[] name) {
        Headers headers = request.headers();
        int end = request.targetEnd();
        int start = end(headers.bytes(), request.targetStart(), end, '?') + 1;
        if (start == request.queryStart()) {
            keep(request);
        }
        byte[] bytes = headers.bytes();
        for (int at = start, next; at < end; at = next + 1) {
            next = end(bytes, at, end, '&');
            if (isNamed(bytes, at, next, name)) {
                Arrays.fill(bytes, Math.min(next, end(bytes, at, next, '=') + 1), next, (byte) '*');
            }
        }
    }

    /** Copies the query behind the fields. */
    private static void keep(RequestHead request) {
        Headers headers = request.headers();
        int length = request.queryEnd() - request.queryStart();
        headers.reserve(length);
        System.arraycopy(headers.bytes(), request.queryStart(), headers.bytes(), headers.end(), length);
        use(request, headers.end() + length, true);
    }

    private static boolean isNamed(byte[] bytes, int start, int end, byte[] name) {
        return end > start && Escapes.equal(bytes, start, end(bytes, start, end, '='), name);
    }

    private static int end(byte[] bytes, int start, int limit, char separator) {
        int at = Ascii.indexOf(bytes, start, limit, separator);
        return at < 0 ? limit : at;
    }
}
