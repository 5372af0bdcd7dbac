package dev.sekisho.dataplane.upstream.h2;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.websocket.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/** Makes field sections of requests (RFC 9113 section 8.3.1) of their heads, less what belongs to HTTP/1.1 connections. */
final class RequestFields {

    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final byte[] TRAILERS_TEXT = Ascii.bytes("trailers");
    private static final byte[] APPLICATION_GRPC = Ascii.bytes("application/grpc");

    private RequestFields() {}

    /**
     * The fields of a head; those of an extended CONNECT for a handshake of WebSocket (RFC 8441 section 4).
     *
     * @param target host and port, for a request that names no host
     * @param encrypted whether the connection is
     */
    static Http2Headers of(RequestHead head, byte[] target, boolean encrypted) {
        Headers headers = head.headers();
        return ReadOnlyHttp2Headers.clientHeaders(
                false,
                head.isWebSocket()
                        ? CONNECT
                        : copy(headers.bytes(), head.forwardMethodStart(), head.forwardMethodEnd()),
                path(head),
                encrypted ? HTTPS : HTTP,
                authority(headers, target),
                head.isWebSocket() ? handshake(headers) : fields(headers));
    }

    private static AsciiString path(RequestHead head) {
        byte[] bytes = head.headers().bytes();
        if (!head.isTargetChanged()) {
            return copy(bytes, head.targetStart(), head.targetEnd());
        }
        int size = head.forwardEnd() - head.forwardStart();
        int query = head.queryStart() < 0 ? -1 : head.queryEnd() - head.queryStart();
        byte[] path = new byte[size + query + 1];
        System.arraycopy(bytes, head.forwardStart(), path, 0, size);
        if (query >= 0) {
            path[size] = '?';
            System.arraycopy(bytes, head.queryStart(), path, size + 1, query);
        }
        return new AsciiString(path, false);
    }

    private static AsciiString authority(Headers headers, byte[] target) {
        int host = headers.find(HeaderName.HOST);
        boolean named = host >= 0 && headers.valueEnd(host) > headers.valueStart(host);
        return named
                ? copy(headers.bytes(), headers.valueStart(host), headers.valueEnd(host))
                : new AsciiString(target);
    }

    /** The last pseudo-header field, and what else a handshake says: neither key nor length belong here. */
    private static AsciiString[] handshake(Headers headers) {
        List<AsciiString> fields = new ArrayList<>(List.of(PROTOCOL, WEBSOCKET));
        for (int i = 0; i < headers.count(); i++) {
            HeaderName known = headers.known(i);
            if (passes(headers, i) && known != Handshake.KEY && known != HeaderName.CONTENT_LENGTH) {
                fields.add(name(headers, i));
                fields.add(copy(headers.bytes(), headers.valueStart(i), headers.valueEnd(i)));
            }
        }
        return fields.toArray(AsciiString[]::new);
    }

    private static AsciiString[] fields(Headers headers) {
        boolean trailers = false;
        int count = 0;
        for (int i = 0; i < headers.count(); i++) {
            trailers |= wantsTrailers(headers, i);
            count += passes(headers, i) ? 1 : 0;
        }
        AsciiString[] fields = new AsciiString[2 * (trailers ? count + 1 : count)];
        int at = 0;
        for (int i = 0; i < headers.count(); i++) {
            if (passes(headers, i)) {
                fields[at++] = name(headers, i);
                fields[at++] = copy(headers.bytes(), headers.valueStart(i), headers.valueEnd(i));
            }
        }
        if (trailers) {
            fields[at++] = TE;
            fields[at] = TRAILERS;
        }
        return fields;
    }

    private static boolean passes(Headers headers, int field) {
        HeaderName known = headers.known(field);
        return !headers.isRemoved(field)
                && (known == null
                        || known.role() != FieldRole.HOST && !known.role().isOfConnection());
    }

    /**
     * Whether the client takes trailers, or speaks gRPC, which needs them. Its TE field is taken out of every request; here
     * it counts all the same, since it may go on to an HTTP/2 peer (RFC 9113 section 8.2.2).
     */
    private static boolean wantsTrailers(Headers headers, int field) {
        HeaderName known = headers.known(field);
        byte[] bytes = headers.bytes();
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        if (known == HeaderName.TE) {
            return contains(bytes, start, end, TRAILERS_TEXT);
        }
        return known == HeaderName.CONTENT_TYPE
                && !headers.isRemoved(field)
                && Ascii.equalsLower(bytes, start, Math.min(end, start + APPLICATION_GRPC.length), APPLICATION_GRPC);
    }

    private static boolean contains(byte[] bytes, int start, int end, byte[] lower) {
        for (int i = start; i + lower.length <= end; i++) {
            if (Ascii.equalsLower(bytes, i, i + lower.length, lower)) {
                return true;
            }
        }
        return false;
    }

    private static AsciiString name(Headers headers, int field) {
        HeaderName known = headers.known(field);
        if (known == null) {
            return lower(headers.bytes(), headers.nameStart(field), headers.nameEnd(field));
        }
        return known.lower();
    }

    private static AsciiString lower(byte[] bytes, int start, int end) {
        byte[] name = new byte[end - start];
        for (int i = 0; i < name.length; i++) {
            name[i] = Ascii.lower(bytes[start + i]);
        }
        return new AsciiString(name, false);
    }

    /** A copy, since the encoder's table keeps what it is given longer than the head lives. */
    private static AsciiString copy(byte[] bytes, int start, int end) {
        return new AsciiString(bytes, start, end - start, true);
    }

    /** The fields of trailer lines, each with its CRLF, as they were passed on; the buffer stays the caller's. */
    static Http2Headers trailers(ByteBuf lines) {
        byte[] bytes = new byte[lines.readableBytes()];
        lines.getBytes(lines.readerIndex(), bytes);
        List<AsciiString> fields = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = Ascii.indexOf(bytes, at, bytes.length, '\r');
            int stop = end < 0 ? bytes.length : end;
            int colon = Ascii.indexOf(bytes, at, stop, ':');
            if (colon > at) {
                fields.add(lower(bytes, at, colon));
                fields.add(copy(bytes, colon + 1, stop).trim());
            }
            at = stop + 2;
        }
        return ReadOnlyHttp2Headers.trailers(false, fields.toArray(AsciiString[]::new));
    }
}
