package dev.sekisho.dataplane;

import java.util.Arrays;

/**
 * Values of cookies and of query parameters, by name. A range, start and end, is one number, so that finding one allocates
 * nothing; the next of the same name is found by starting at the end of the one before.
 */
public final class Pairs {

    /** No range. */
    public static final long NOTHING = -1;

    private Pairs() {}

    /** A range as one number. */
    public static long range(int start, int end) {
        return (long) start << Integer.SIZE | end;
    }

    /** Where a range starts. */
    public static int start(long range) {
        return (int) (range >>> Integer.SIZE);
    }

    /** Where a range ends. */
    public static int end(long range) {
        return (int) range;
    }

    /** The value of the next parameter whose decoded name is that one, as it was sent; without "=" it is empty. */
    public static long parameter(byte[] bytes, int from, int to, byte[] name) {
        for (int at = from; at < to; ) {
            int end = until(bytes, at, to, '&');
            int nameEnd = until(bytes, at, end, '=');
            if (end > at && Escapes.equal(bytes, at, nameEnd, name)) {
                return range(Math.min(nameEnd + 1, end), end);
            }
            at = end + 1;
        }
        return NOTHING;
    }

    /** The value of the next cookie of that name, without white space around it (RFC 6265 section 4.2.1). */
    public static long cookie(byte[] bytes, int from, int to, byte[] name) {
        for (int at = from; at < to; ) {
            int end = until(bytes, at, to, ';');
            int equals = until(bytes, at, end, '=');
            int start = skip(bytes, at, equals);
            int nameEnd = back(bytes, start, equals);
            if (equals < end && Arrays.equals(bytes, start, nameEnd, name, 0, name.length)) {
                int value = skip(bytes, equals + 1, end);
                return range(value, back(bytes, value, end));
            }
            at = end + 1;
        }
        return NOTHING;
    }

    /** The same for a name in lower case, without regard to case. */
    public static long cookieAnyCase(byte[] bytes, int from, int to, byte[] lower) {
        for (int at = from; at < to; ) {
            int end = until(bytes, at, to, ';');
            int equals = until(bytes, at, end, '=');
            int start = skip(bytes, at, equals);
            if (equals < end && Ascii.equalsLower(bytes, start, back(bytes, start, equals), lower)) {
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
