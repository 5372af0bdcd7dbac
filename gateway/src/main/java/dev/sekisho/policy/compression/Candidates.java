package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.ChangedBody;
import dev.sekisho.policy.FieldList;
import dev.sekisho.policy.MediaTypes;
import java.time.InstantSource;
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
    private final StatusPattern[] statuses;
    private final ProxiedRule proxied;
    private final boolean http10;

    /** As settings say, whose types are read. */
    Candidates(MediaTypes types, CompressionConfig config, InstantSource clock) {
        this.types = types;
        this.shortest = config.minLength().bytes();
        this.statuses = config.statuses().toArray(StatusPattern[]::new);
        this.proxied = new ProxiedRule(config.proxied(), clock);
        this.http10 = config.http10();
    }

    /** Whether the response of the exchange is one. */
    boolean include(Exchange x) {
        ResponseHead head = x.response();
        Headers headers = head.headers();
        return hasContent(head.status())
                && isListed(head.status())
                && x.request().method() != Method.CONNECT
                && (http10 || x.request().minorVersion() > 0)
                && types.cover(headers)
                && !NEVER.cover(headers)
                && !headers.contains(HeaderName.CONTENT_ENCODING)
                && !headers.contains(CONTENT_RANGE)
                && isLongEnough(x)
                && !FieldList.contains(headers, HeaderName.CACHE_CONTROL, NO_TRANSFORM)
                && proxied.allows(x);
    }

    private static boolean hasContent(int status) {
        return status >= 200 && status != 204 && status != 205 && status != 206 && status != 304;
    }

    private boolean isListed(int status) {
        for (StatusPattern pattern : statuses) {
            if (pattern.contains(status)) {
                return true;
            }
        }
        return statuses.length == 0;
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
