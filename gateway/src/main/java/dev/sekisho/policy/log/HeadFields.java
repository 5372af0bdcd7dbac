package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Headers;
import java.util.Collection;
import java.util.Locale;

/**
 * The fields of a head as a JSON object, by their names in lower case; of several with one name, a list. Values are left out where
 * the name tells of a secret. Immutable, thread-safe.
 */
final class HeadFields {

    private static final byte[] REDACTED = Ascii.bytes("\"[redacted]\"");
    private static final byte[] TRUNCATED = Ascii.bytes("\"[truncated]\":true");
    private static final int LONGEST_NAME = 256;
    private static final int LEAST_ROOM = 64; // bytes of a value, so that a name fits too

    private final byte[][] redacted;

    /** Leaves out the values of these fields too. */
    HeadFields(Collection<String> redacted) {
        this.redacted = redacted.stream()
                .map(name -> Ascii.bytes(name.toLowerCase(Locale.ROOT)))
                .toArray(byte[][]::new);
    }

    /** Writes the object. */
    void write(Headers headers, Pen pen) {
        pen.raw('{');
        boolean first = true;
        int count = headers.count();
        for (int field = 0; field < count; field++) {
            if (headers.isRemoved(field) || sameBefore(headers, field)) {
                continue;
            }
            if (!first) {
                pen.raw(',');
            }
            first = false;
            if (pen.room() < LEAST_ROOM) {
                pen.raw(TRUNCATED);
                break;
            }
            member(headers, field, pen);
        }
        pen.raw('}');
    }

    private void member(Headers headers, int field, Pen pen) {
        int start = headers.nameStart(field);
        int end = Math.min(headers.nameEnd(field), start + LONGEST_NAME);
        pen.raw('"');
        pen.lower(headers.bytes(), start, end);
        pen.raw('"');
        pen.raw(':');
        int next = sameBehind(headers, field);
        if (isSecret(headers, field, pen)) {
            pen.raw(REDACTED);
        } else if (next < 0) {
            value(headers, field, pen);
        } else {
            pen.raw('[');
            value(headers, field, pen);
            for (; next >= 0 && pen.room() >= LEAST_ROOM; next = sameBehind(headers, next)) {
                pen.raw(',');
                value(headers, next, pen);
            }
            pen.raw(']');
        }
    }

    private static void value(Headers headers, int field, Pen pen) {
        pen.raw('"');
        pen.field(headers, field);
        pen.raw('"');
    }

    private boolean isSecret(Headers headers, int field, Pen pen) {
        byte[] bytes = headers.bytes();
        int start = headers.nameStart(field);
        int end = headers.nameEnd(field);
        for (byte[] name : redacted) {
            if (Ascii.equalsLower(bytes, start, end, name)) {
                return true;
            }
        }
        return pen.isSecret(bytes, start, end);
    }

    private static boolean sameBefore(Headers headers, int field) {
        for (int i = 0; i < field; i++) {
            if (isSame(headers, i, field)) {
                return true;
            }
        }
        return false;
    }

    private static int sameBehind(Headers headers, int field) {
        for (int i = field + 1; i < headers.count(); i++) {
            if (isSame(headers, i, field)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(Headers headers, int one, int other) {
        int length = headers.nameEnd(one) - headers.nameStart(one);
        if (headers.isRemoved(one) || length != headers.nameEnd(other) - headers.nameStart(other)) {
            return false;
        }
        byte[] bytes = headers.bytes();
        for (int i = 0; i < length; i++) {
            if (Ascii.lower(bytes[headers.nameStart(one) + i]) != Ascii.lower(bytes[headers.nameStart(other) + i])) {
                return false;
            }
        }
        return true;
    }
}
