package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.ChangedBody;
import dev.sekisho.policy.FieldList;
import dev.sekisho.policy.MediaTypes;
import java.util.List;

/**
 * Which responses may be compressed, whatever the client accepts; of HEAD those that would be for GET. Immutable, thread-safe;
 * allocates nothing but for HEAD.
 */
final class Candidates {

    private static final HeaderName CONTENT_RANGE = HeaderName.of("Content-Range");
    private static final byte[] NO_TRANSFORM = Ascii.bytes("no-transform"); // RFC 9111 section 5.2.2.6

    /** What waits in a compressor is late, or is framed by its own rules. */
    private static final MediaTypes NEVER = MediaTypes.of(
            "types",
            List.of(
                    "text/event-stream",
                    "multipart/*",
                    "application/grpc",
                    "application/grpc+*",
                    "application/grpc-web",
                    "application/grpc-web+*",
                    "application/grpc-web-text",
                    "application/grpc-web-text+*"));

    private final MediaTypes types;
    private final long shortest;

    Candidates(MediaTypes types, long shortest) {
        this.types = types;
        this.shortest = shortest;
    }

    /** Whether the response of the exchange is one. */
    boolean include(Exchange x) {
        ResponseHead head = x.response();
        Headers headers = head.headers();
        return hasContent(head.status())
                && x.request().method() != Method.CONNECT
                && types.cover(headers)
                && !NEVER.cover(headers)
                && !headers.contains(HeaderName.CONTENT_ENCODING)
                && !headers.contains(CONTENT_RANGE)
                && isLongEnough(x)
                && !FieldList.contains(headers, HeaderName.CACHE_CONTROL, NO_TRANSFORM);
    }

    private static boolean hasContent(int status) {
        return status >= 200 && status != 204 && status != 205 && status != 206 && status != 304;
    }

    private boolean isLongEnough(Exchange x) {
        ResponseHead head = x.response();
        long length = head.contentLength();
        if (x.request().method() == Method.HEAD) {
            long told = ChangedBody.length(head.headers());
            length = told >= 0 || length > 0 ? Math.max(told, length) : -1;
        }
        return length < 0 || length >= shortest;
    }
}
