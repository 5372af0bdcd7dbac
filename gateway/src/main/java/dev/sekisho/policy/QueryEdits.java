package dev.sekisho.policy;

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
     * Overwrites the values of all parameters of that name in the target as the access log shows it, whatever name a configuration
     * gives to the parameter. The target as it was sent stays: a signature may cover it.
     */
    static void mask(RequestHead request, byte[] name) {
        if (request.shownStart() == request.targetStart()) {
            copyTarget(request);
        }
        byte[] bytes = request.headers().bytes();
        int end = request.shownEnd();
        int start = end(bytes, request.shownStart(), end, '?') + 1;
        for (int at = start, next; at < end; at = next + 1) {
            next = end(bytes, at, end, '&');
            if (isNamed(bytes, at, next, name)) {
                Arrays.fill(bytes, Math.min(next, end(bytes, at, next, '=') + 1), next, (byte) '*');
            }
        }
    }

    /** Copies the target behind the fields, for the log alone. */
    private static void copyTarget(RequestHead request) {
        Headers headers = request.headers();
        int length = request.targetEnd() - request.targetStart();
        headers.reserve(length);
        int start = headers.end();
        System.arraycopy(headers.bytes(), request.targetStart(), headers.bytes(), start, length);
        headers.advance(start + length);
        request.shown(start, start + length);
    }

    private static boolean isNamed(byte[] bytes, int start, int end, byte[] name) {
        return end > start && Escapes.equal(bytes, start, end(bytes, start, end, '='), name);
    }

    private static int end(byte[] bytes, int start, int limit, char separator) {
        int at = Ascii.indexOf(bytes, start, limit, separator);
        return at < 0 ? limit : at;
    }
}
