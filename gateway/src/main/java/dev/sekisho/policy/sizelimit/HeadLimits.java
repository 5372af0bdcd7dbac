package dev.sekisho.policy.sizelimit;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * How large the head of a request may be; {@link Long#MAX_VALUE} for no limit. Immutable, thread-safe; looking allocates nothing.
 *
 * @param target bytes of the request target as it was sent
 * @param query bytes of the query
 * @param bytes of all fields, as HTTP/1.1 writes them
 * @param fields how many
 */
record HeadLimits(long target, long query, long bytes, long fields) {

    private static final int SEPARATORS = 4; // colon, blank, CR and LF

    /** Why the head is refused; {@link Reason#NONE} where it is not. */
    Reason check(RequestHead head) {
        if (head.targetEnd() - head.targetStart() > target
                || (head.queryStart() >= 0 && head.queryEnd() - head.queryStart() > query)) {
            return Reason.TARGET_TOO_LONG;
        }
        return bytes == Long.MAX_VALUE && fields == Long.MAX_VALUE ? Reason.NONE : fields(head.headers());
    }

    private Reason fields(Headers headers) {
        long size = 0;
        long count = 0;
        for (int i = 0; i < headers.count(); i++) {
            if (!headers.isRemoved(i) && !isOwn(headers.known(i))) {
                size += headers.nameEnd(i) - headers.nameStart(i) + SEPARATORS;
                size += headers.valueEnd(i) - headers.valueStart(i);
                count++;
            }
        }
        return count > fields ? Reason.TOO_MANY_FIELDS : size > bytes ? Reason.HEAD_TOO_LARGE : Reason.NONE;
    }

    /** Whether it is one that the gateway answers for; what a client sends of these is replaced, short, or gone by now. */
    private static boolean isOwn(@Nullable HeaderName name) {
        return name != null
                && switch (name.role()) {
                    case FORWARDED, REQUEST_ID, IDENTITY -> true;
                    default -> false;
                };
    }
}
