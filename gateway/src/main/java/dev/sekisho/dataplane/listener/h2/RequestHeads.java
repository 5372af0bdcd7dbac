package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.HeadRules;
import dev.sekisho.dataplane.http2.FieldBlock;
import io.netty.util.AsciiString;

/**
 * Makes a request head out of a header block (RFC 9113 section 8.3.1): the bytes that HTTP/1.1 would have for it, to which the
 * same rules apply from then on, so that no policy and no upstream sees a difference.
 */
final class RequestHeads {

    private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\nHost: ");
    private static final AsciiString GET = AsciiString.cached("GET");
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");

    private RequestHeads() {}

    /** Whether the block asks for a WebSocket (RFC 8441 section 4). */
    static boolean isWebSocket(FieldBlock block) {
        AsciiString protocol = block.protocol();
        return protocol != null && protocol.contentEqualsIgnoreCase(WEBSOCKET) && CONNECT.equals(block.method());
    }

    /**
     * Fills the head.
     *
     * @param last whether no body follows
     * @return why the request is refused; {@link Reason#NONE} where it is not
     */
    static Reason fill(RequestHead head, FieldBlock block, boolean last, HeadLimits limits) {
        AsciiString method = block.method();
        AsciiString path = block.path();
        boolean socket = isWebSocket(block);
        if (method != null && method.equals(CONNECT) && !socket) {
            return connect(head, block, limits);
        }
        if (method == null || path == null || !isWhole(block, socket) || !isWellFormed(method, path)) {
            return Reason.HTTP2_PSEUDO;
        }
        if (path.length() > limits.target()) {
            return Reason.TARGET_TOO_LONG;
        }
        Reason found = fields(head, block, socket ? GET : method, path);
        return found != Reason.NONE ? found : rules(head, last);
    }

    /** CONNECT has an authority and neither scheme nor path (RFC 9113 section 8.5); the protocols of RFC 8441 but one are unknown. */
    private static Reason connect(RequestHead head, FieldBlock block, HeadLimits limits) {
        AsciiString authority = block.authority();
        if (!limits.connect() || block.protocol() != null) {
            return Reason.METHOD;
        }
        boolean alone = block.scheme() == null && block.path() == null && block.status() == null;
        if (authority == null || !alone || authority.length() > limits.target() || !isTarget(authority)) {
            return Reason.HTTP2_PSEUDO;
        }
        Reason found = fields(head, block, CONNECT, authority);
        return found != Reason.NONE ? found : HeadRules.apply(head, true);
    }

    private static boolean isTarget(AsciiString text) {
        return HeadRules.isTarget(text.array(), text.arrayOffset(), text.arrayOffset() + text.length());
    }

    private static boolean isWhole(FieldBlock block, boolean socket) {
        AsciiString scheme = block.scheme();
        boolean known = scheme != null && (scheme.equals(HTTP) || scheme.equals(HTTPS));
        return known && block.status() == null && (socket || block.protocol() == null);
    }

    private static boolean isWellFormed(AsciiString method, AsciiString path) {
        return !method.isEmpty()
                && Tokens.isToken(method.array(), method.arrayOffset(), method.arrayOffset() + method.length())
                && isTarget(path)
                && path.byteAt(0) == '/';
    }

    private static Reason fields(RequestHead head, FieldBlock block, AsciiString method, AsciiString path) {
        Headers headers = head.headers();
        AsciiString authority = block.authority() == null ? block.host() : block.authority();
        if (block.host() != null && !block.host().contentEqualsIgnoreCase(authority)) {
            return Reason.HOST_MISMATCH; // RFC 9113 section 8.3.1
        }
        int room = method.length() + path.length() + VERSION.length + (authority == null ? 0 : authority.length());
        headers.reserve(room + 8);
        byte[] bytes = headers.bytes();
        int methodEnd = put(method, bytes, 0);
        bytes[methodEnd] = ' ';
        int pathEnd = put(path, bytes, methodEnd + 1);
        head.method(Method.lookup(bytes, 0, methodEnd), 0, methodEnd);
        head.target(methodEnd + 1, pathEnd);
        int at = Ascii.put(VERSION, bytes, pathEnd);
        int lineEnd = at - 6; // where "Host: " begins
        head.lineEnd(lineEnd);
        if (authority == null) {
            headers.advance(lineEnd);
        } else if (!host(headers, lineEnd, at, authority)) {
            return Reason.HOST;
        }
        block.appendTo(headers);
        return Reason.NONE;
    }

    private static boolean host(Headers headers, int line, int value, AsciiString authority) {
        byte[] bytes = headers.bytes();
        int end = put(authority, bytes, value);
        bytes[end] = '\r';
        bytes[end + 1] = '\n';
        headers.advance(end + 2);
        headers.index(HeaderName.HOST, line, value - 2, value, end);
        return end > value && Tokens.isFieldValue(bytes, value, end);
    }

    private static Reason rules(RequestHead head, boolean last) {
        Reason found = HeadRules.apply(head, false);
        if (found != Reason.NONE) {
            return found;
        }
        boolean measured = head.headers().contains(HeaderName.CONTENT_LENGTH);
        if (last && head.contentLength() > 0) {
            return Reason.HTTP2_LENGTH;
        }
        if (!last && !measured) {
            head.contentLength(-1);
        }
        head.keepAlive(true);
        return Reason.NONE;
    }

    private static int put(AsciiString text, byte[] into, int at) {
        System.arraycopy(text.array(), text.arrayOffset(), into, at, text.length());
        return at + text.length();
    }
}
