package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.GrpcAnswer;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * The status of a gRPC call: in the head of one that failed at once ("Trailers-Only" in gRPC over HTTP/2), else in the
 * trailers. Allocates nothing; thread-safe.
 */
final class GrpcStatus {

    private static final HeaderName GRPC_STATUS = HeaderName.of("grpc-status");
    private static final byte[] LINE = Ascii.bytes("grpc-status:");
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
            status = append(status, headers.bytes()[i]);
        }
        return status;
    }

    private static int append(int status, byte next) {
        int digit = next - '0';
        return digit < 0 || digit > 9 ? -1 : status * 10 + digit;
    }

    /** The status in trailer lines, each with its CRLF, as they are passed on; -1 for none. */
    static int of(ByteBuf lines) {
        int at = lines.readerIndex();
        while (at < lines.writerIndex()) {
            int end = lines.indexOf(at, lines.writerIndex(), (byte) '\r');
            if (end < 0) {
                return -1;
            }
            if (isStatus(lines, at, end)) {
                return value(lines, at + LINE.length, end);
            }
            at = end + 2;
        }
        return -1;
    }

    private static boolean isStatus(ByteBuf lines, int at, int end) {
        boolean same = end - at > LINE.length;
        for (int i = 0; i < LINE.length && same; i++) {
            same = lines.getByte(at + i) == LINE[i];
        }
        return same;
    }

    private static int value(ByteBuf lines, int at, int end) {
        int start = lines.getByte(at) == ' ' ? at + 1 : at;
        int status = end - start > MAX_DIGITS || end == start ? -1 : 0;
        for (int i = start; i < end && status >= 0; i++) {
            status = append(status, lines.getByte(i));
        }
        return status;
    }

    /** Whether it is an answer of gRPC that says in its trailers how the call went. */
    static boolean comesLater(ResponseHead head) {
        return head.status() == 200 && GrpcAnswer.isGrpc(head.headers()) && of(head.headers()) < 0;
    }

    /** The HTTP status of a response, or the one that stands for the gRPC status in its head, or in its trailer lines. */
    static int asHttp(ResponseHead head, ByteBuf trailers) {
        if (head.status() != 200 || !GrpcAnswer.isGrpc(head.headers())) {
            return head.status();
        }
        int first = of(head.headers());
        int status = first < 0 ? of(trailers) : first;
        return status < 0 || status >= HTTP.length ? head.status() : HTTP[status];
    }
}
