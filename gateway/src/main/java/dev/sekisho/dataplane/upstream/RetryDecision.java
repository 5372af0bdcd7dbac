package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.upstream.retry.RetryAfter;
import dev.sekisho.dataplane.upstream.retry.RetryPolicy;
import java.util.concurrent.ThreadLocalRandom;

/** Asks a retry policy about the head of a response. Thread-safe. */
final class RetryDecision {

    private static final HeaderName RETRY_AFTER = HeaderName.of("Retry-After");
    private static final HeaderName GRPC_STATUS = HeaderName.of("grpc-status");
    private static final int MAX_DIGITS = 2;

    private RetryDecision() {}

    /** Whether the response is one to try again after. */
    static boolean wants(RetryPolicy policy, ResponseHead head) {
        return policy.retries(head.status()) || policy.retriesGrpc() && policy.retriesGrpc(grpcStatus(head.headers()));
    }

    /** The status of a gRPC call that failed at once, so that it stands in the head; -1 for none. */
    private static int grpcStatus(Headers headers) {
        int field = headers.find(GRPC_STATUS);
        if (field < 0) {
            return -1;
        }
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        int status = end - start > MAX_DIGITS || end == start ? -1 : 0;
        for (int i = start; i < end && status >= 0; i++) {
            int digit = headers.bytes()[i] - '0';
            status = digit < 0 || digit > 9 ? -1 : status * 10 + digit;
        }
        return status;
    }

    /** How long to wait before a retry after no response, nanoseconds; -1 where it must not be. */
    static long delayNanos(RetryPolicy policy, int retry) {
        return policy.delayNanos(retry, -1, ThreadLocalRandom.current().nextLong());
    }

    /** How long to wait before a retry after this response. */
    static long delayNanos(RetryPolicy policy, int retry, ResponseHead head) {
        Headers headers = head.headers();
        int field = headers.find(RETRY_AFTER);
        long asked = field < 0
                ? -1
                : RetryAfter.nanos(
                        headers.bytes(),
                        headers.valueStart(field),
                        headers.valueEnd(field),
                        System.currentTimeMillis());
        return policy.delayNanos(retry, asked, ThreadLocalRandom.current().nextLong());
    }
}
