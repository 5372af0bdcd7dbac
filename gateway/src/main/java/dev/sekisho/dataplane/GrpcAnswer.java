package dev.sekisho.dataplane;

import java.nio.charset.StandardCharsets;

/**
 * The gateway's own errors in the form that gRPC clients read: status 200, and the code in {@code grpc-status} ("gRPC over
 * HTTP/2", Responses; "HTTP to gRPC Status Code Mapping"; "HTTP2 Transport Mapping", Errors). Thread-safe.
 */
public final class GrpcAnswer {

    private static final byte[] GRPC = Ascii.bytes("application/grpc");
    private static final HeaderName STATUS = HeaderName.of("grpc-status");
    private static final HeaderName MESSAGE = HeaderName.of("grpc-message");
    private static final String HEX = "0123456789ABCDEF";

    private GrpcAnswer() {}

    /** Whether a message is one of gRPC, by its content type; that of gRPC-Web is another. */
    public static boolean isGrpc(Headers headers) {
        int field = headers.find(HeaderName.CONTENT_TYPE);
        if (field < 0) {
            return false;
        }
        byte[] bytes = headers.bytes();
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        int after = start + GRPC.length;
        return after <= end
                && Ascii.equalsLower(bytes, start, after, GRPC)
                && (after == end || bytes[after] == '+' || bytes[after] == ';');
    }

    /**
     * The answer to an error with that status of HTTP.
     *
     * @param reset the error code with which the upstream has reset the stream, or -1
     */
    static Response of(Reason reason, int status, long reset) {
        return Response.of(200)
                .with(HeaderName.CONTENT_TYPE, "application/grpc")
                .with(STATUS, Integer.toString(code(reason, status, reset)))
                .with(MESSAGE, escape(reason.message()))
                .because(reason);
    }

    /** The code of a status, the numbers being those of gRPC's {@code Code}. */
    static int code(Reason reason, int status, long reset) {
        if (reason == Reason.DEADLINE) {
            return 4; // DEADLINE_EXCEEDED
        }
        if (reset >= 0 && (reason == Reason.UPSTREAM_RESET || reason == Reason.UPSTREAM_REFUSED)) {
            return ofReset(reset);
        }
        return switch (status) {
            case 400, 431 -> 13; // INTERNAL
            case 401 -> 16; // UNAUTHENTICATED
            case 403 -> 7; // PERMISSION_DENIED
            case 404, 405 -> 12; // UNIMPLEMENTED
            case 408 -> 4;
            case 413 -> 8; // RESOURCE_EXHAUSTED
            case 429, 502, 503, 504 -> 14; // UNAVAILABLE
            case 499 -> 1; // CANCELLED
            case 500 -> 13;
            default -> 2; // UNKNOWN
        };
    }

    /** The code of a reset with that error code of HTTP/2. */
    private static int ofReset(long error) {
        return switch ((int) Math.min(error, Integer.MAX_VALUE)) {
            case 0x7 -> 14; // REFUSED_STREAM: UNAVAILABLE
            case 0x8 -> 1; // CANCEL: CANCELLED
            case 0xb -> 8; // ENHANCE_YOUR_CALM: RESOURCE_EXHAUSTED
            case 0xc -> 7; // INADEQUATE_SECURITY: PERMISSION_DENIED
            default -> 13; // INTERNAL
        };
    }

    /** Percent-encoding of what is no printable ASCII, or a percent sign. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b > '~' || b == '%') {
                escaped.append('%').append(HEX.charAt(b >> 4 & 0xF)).append(HEX.charAt(b & 0xF));
            } else {
                escaped.append((char) b);
            }
        }
        return escaped.toString();
    }
}
