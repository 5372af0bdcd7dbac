package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.List;
import java.util.Locale;

/**
 * Reads what a response uses: names with numbers, such as {@code video=1, sms=2}; a name alone uses one. Names that have no limit, and what is
 * no number, use nothing. Immutable, thread-safe; allocates nothing.
 */
final class UsageField {

    private static final long MOST = 1_000_000_000; // the highest limit that there is

    private final HeaderName name;
    private final byte[][] limits;

    /** A field of that name, for limits of these names. */
    UsageField(HeaderName name, List<String> limits) {
        this.name = name;
        this.limits = limits.stream()
                .map(limit -> Ascii.bytes(limit.toLowerCase(Locale.ROOT)))
                .toArray(byte[][]::new);
    }

    /** Adds what all fields of that name say to the numbers of the limits, and takes the fields out. */
    void take(Headers response, long[] used) {
        for (int i = response.find(name); i >= 0; i = response.find(name, i + 1)) {
            read(response.bytes(), response.valueStart(i), response.valueEnd(i), used);
        }
        response.remove(name);
    }

    private void read(byte[] bytes, int start, int end, long[] used) {
        int at = start;
        while (at < end) {
            int comma = Ascii.indexOf(bytes, at, end, ',');
            int stop = comma < 0 ? end : comma;
            part(bytes, at, stop, used);
            at = stop + 1;
        }
    }

    private void part(byte[] bytes, int from, int to, long[] used) {
        int start = from;
        int end = to;
        while (start < end && isSpace(bytes[start])) {
            start++;
        }
        while (end > start && isSpace(bytes[end - 1])) {
            end--;
        }
        int equals = Ascii.indexOf(bytes, start, end, '=');
        int limit = limit(bytes, start, equals < 0 ? end : equals);
        if (limit >= 0) {
            long amount = equals < 0 ? 1 : number(bytes, equals + 1, end);
            used[limit] = Math.min(MOST, used[limit] + amount);
        }
    }

    private int limit(byte[] bytes, int start, int end) {
        for (int i = 0; i < limits.length; i++) {
            if (Ascii.equalsLower(bytes, start, end, limits[i])) {
                return i;
            }
        }
        return -1;
    }

    private static long number(byte[] bytes, int start, int end) {
        long number = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return 0;
            }
            number = Math.min(MOST, number * 10 + bytes[i] - '0');
        }
        return number;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
