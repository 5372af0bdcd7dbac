package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.GrpcAnswer;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;

/**
 * The status of a gRPC call that failed at once, so that it stands in the head ("Trailers-Only" in gRPC over HTTP/2). What
 * comes at the end of a stream is passed on unread.
 */
final class GrpcStatus {

    private static final HeaderName GRPC_STATUS = HeaderName.of("grpc-status");
    private static final int MAX_DIGITS = 2;

    /** By gRPC status, 0 to 16, the HTTP status that stands for the same, as Envoy's outlier detection counts it. */
    private static final int[] HTTP = {
        200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401
    };

    private GrpcStatus() {}

    /** The status in the head; -1 for none. */
    static int of(Headers headers) {
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

    /** The HTTP status of a response, or the one that stands for its gRPC status. */
    static int asHttp(ResponseHead head) {
        if (head.status() != 200 || !GrpcAnswer.isGrpc(head.headers())) {
            return head.status();
        }
        int status = of(head.headers());
        return status < 0 || status >= HTTP.length ? head.status() : HTTP[status];
    }
}
