package dev.sekisho.dataplane.upstream.retry;

import dev.sekisho.dataplane.Ascii;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/** Reads the Retry-After field: seconds, or an HTTP date (RFC 9110 section 10.2.3). Thread-safe. */
public final class RetryAfter {

    private static final int MAX_DIGITS = 9;
    private static final int MAX_DATE = 40; // bytes
    private static final int FIRST_YEAR = 1_000; // of four digits; the formatter takes fewer

    private RetryAfter() {}

    /**
     * The time to wait, nanoseconds; 0 for a date that has passed, -1 for what cannot be read.
     *
     * @param wallMillis the wall clock, milliseconds since 1970
     */
    public static long nanos(byte[] bytes, int start, int end, long wallMillis) {
        if (start >= end) {
            return -1;
        }
        return bytes[start] >= '0' && bytes[start] <= '9'
                ? seconds(bytes, start, end)
                : date(bytes, start, end, wallMillis);
    }

    private static long seconds(byte[] bytes, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9' || end - start > MAX_DIGITS) {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return TimeUnit.SECONDS.toNanos(value);
    }

    private static long date(byte[] bytes, int start, int end, long wallMillis) {
        if (end - start > MAX_DATE) {
            return -1;
        }
        try {
            ZonedDateTime at =
                    ZonedDateTime.parse(Ascii.string(bytes, start, end), DateTimeFormatter.RFC_1123_DATE_TIME);
            return at.getYear() < FIRST_YEAR
                    ? -1
                    : TimeUnit.MILLISECONDS.toNanos(Math.max(0, at.toInstant().toEpochMilli() - wallMillis));
        } catch (DateTimeException e) {
            return -1;
        }
    }
}
