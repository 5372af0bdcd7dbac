package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Pairs;

/** Takes cookies out of Cookie fields; all others stay as they were sent. */
final class CookieEdits {

    private CookieEdits() {}

    /** Removes all cookies of that name; a field without any other goes. */
    static void remove(Headers headers, byte[] name) {
        int count = headers.count(); // fields behind it are those that are written here
        for (int field = headers.find(HeaderName.COOKIE);
                field >= 0 && field < count;
                field = headers.find(HeaderName.COOKIE, field + 1)) {
            int start = headers.valueStart(field);
            if (Pairs.cookie(headers.bytes(), start, headers.valueEnd(field), name) != Pairs.NOTHING) {
                headers.remove(field);
                write(headers, start, headers.valueEnd(field), name);
            }
        }
    }

    private static void write(Headers headers, int start, int end, byte[] name) {
        int line = headers.begin(HeaderName.COOKIE, end - start);
        byte[] bytes = headers.bytes();
        int value = headers.end();
        int to = value;
        for (int at = start, next; at < end; at = next + 1) {
            int semicolon = Ascii.indexOf(bytes, at, end, ';');
            next = semicolon < 0 ? end : semicolon;
            if (Pairs.cookie(bytes, at, next, name) != Pairs.NOTHING) {
                continue;
            }
            int from = to == value ? skip(bytes, at, next) : at;
            if (to > value) {
                bytes[to++] = ';';
            }
            System.arraycopy(bytes, from, bytes, to, next - from);
            to += next - from;
        }
        headers.advance(to);
        headers.finish(HeaderName.COOKIE, line);
        if (to == value) {
            headers.remove(headers.count() - 1);
        }
    }

    /** The first cookie of a value has no white space before it. */
    private static int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
