package dev.sekisho.dataplane.upstream.retry;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import java.util.concurrent.TimeUnit;

/**
 * The fields that tell a service how long it has and which try this is: {@code X-Request-Timeout} in milliseconds,
 * {@code grpc-timeout} (gRPC over HTTP/2, "Requests"), {@code X-Retry-Attempt}. Thread-safe.
 */
public final class Deadline {

    private static final HeaderName TIMEOUT = HeaderName.of("X-Request-Timeout");
    private static final HeaderName GRPC_TIMEOUT = HeaderName.of("grpc-timeout");
    private static final HeaderName ATTEMPT = HeaderName.of("X-Retry-Attempt");
    private static final int MAX_DIGITS = 10;
    private static final int MAX_GRPC_DIGITS = 8;
    private static final long MAX_GRPC = 99_999_999;

    private Deadline() {}

    /** What the client asks for, nanoseconds; -1 where it asks for nothing that can be read. */
    public static long requested(RequestHead head) {
        Headers headers = head.headers();
        long plain = -1;
        int field = headers.find(TIMEOUT);
        if (field >= 0) {
            long millis = digits(headers, headers.valueStart(field), headers.valueEnd(field), MAX_DIGITS);
            plain = millis < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(millis);
        }
        long grpc = ofGrpc(head);
        return plain < 0 ? grpc : grpc < 0 ? plain : Math.min(plain, grpc);
    }

    /** What {@code grpc-timeout} asks for, nanoseconds; -1 without one that can be read. */
    public static long ofGrpc(RequestHead head) {
        Headers headers = head.headers();
        int field = headers.find(GRPC_TIMEOUT);
        if (field < 0) {
            return -1;
        }
        int end = headers.valueEnd(field) - 1;
        long amount = digits(headers, headers.valueStart(field), end, MAX_GRPC_DIGITS);
        return amount < 0
                ? -1
                : switch (headers.bytes()[end]) {
                    case 'H' -> TimeUnit.HOURS.toNanos(amount);
                    case 'M' -> TimeUnit.MINUTES.toNanos(amount);
                    case 'S' -> TimeUnit.SECONDS.toNanos(amount);
                    case 'm' -> TimeUnit.MILLISECONDS.toNanos(amount);
                    case 'u' -> TimeUnit.MICROSECONDS.toNanos(amount);
                    case 'n' -> amount;
                    default -> -1;
                };
    }

    private static long digits(Headers headers, int start, int end, int most) {
        if (end <= start || end - start > most) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = headers.bytes()[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Tells what is left, nanoseconds, at least a millisecond. */
    public static void tell(RequestHead head, long left) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
        head.headers().set(TIMEOUT, Ascii.bytes(Long.toString(millis)));
        if (head.headers().contains(GRPC_TIMEOUT)) {
            head.headers().set(GRPC_TIMEOUT, Ascii.bytes(Math.min(millis, MAX_GRPC) + "m"));
        }
    }

    /** Tells which retry this is, from 1. */
    public static void attempt(RequestHead head, int number) {
        head.headers().set(ATTEMPT, Ascii.bytes(Integer.toString(number)));
    }

    /** A first try: what the client says of tries does not pass. */
    public static void clear(RequestHead head) {
        head.headers().remove(ATTEMPT);
    }
}
