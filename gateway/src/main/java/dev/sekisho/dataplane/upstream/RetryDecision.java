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

    private RetryDecision() {}

    /** Whether the response is one to try again after. */
    static boolean wants(RetryPolicy policy, ResponseHead head) {
        return policy.retries(head.status())
                || policy.retriesGrpc() && policy.retriesGrpc(GrpcStatus.of(head.headers()));
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
