package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.StatusPhrase;
import dev.sekisho.dataplane.http1.ChunkDecoder;
import io.netty.buffer.ByteBuf;

/** Writes response heads, and bodies in chunks where their length is not known (RFC 9112 sections 4, 6 and 7). */
final class ResponseWriter {

    /** Pieces up to this many bytes are copied behind the head: one buffer to send costs less than the copy. */
    static final int COPY_LIMIT = 4 << 10;

    private static final int ADDED = 256; // room for what is added to the fields, in bytes
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\n");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] REQUEST_ID = Ascii.bytes("X-Request-ID: ");
    private static final byte[] DATE = Ascii.bytes("Date: ");
    private static final byte[] VIA = Ascii.bytes("Via: ");
    private static final byte[] HSTS = Ascii.bytes("Strict-Transport-Security: ");
    private static final HeaderName STRICT_TRANSPORT_SECURITY = HeaderName.of("Strict-Transport-Security");
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n");

    private ResponseWriter() {}

    /** How many bytes a head may take. */
    static int room(ResponseHead head, byte[] via) {
        return head.headers().end() + ADDED + via.length;
    }

    /** Writes the status line where the upstream's own cannot be sent on. */
    private static void statusLine(ByteBuf out, ResponseHead head) {
        int status = head.status();
        out.writeBytes(VERSION);
        out.writeByte('0' + status / 100).writeByte('0' + status / 10 % 10).writeByte('0' + status % 10);
        out.writeByte(' ');
        if (head.reasonEnd() > head.reasonStart()) {
            out.writeBytes(head.headers().bytes(), head.reasonStart(), head.reasonEnd() - head.reasonStart());
        } else {
            out.writeBytes(StatusPhrase.bytes(status));
        }
        out.writeBytes(CRLF);
    }

    /** How the connection goes on, and the framing of the body. */
    enum Framing {
        /** No body, or one of known length. */
        LENGTH,
        /** Chunks. */
        CHUNKED,
        /** The end of the connection ends the body. */
        UNTIL_CLOSE
    }

    /** Writes a final head. */
    static void head(ByteBuf out, Exchange x, Framing framing, boolean keepAlive, byte[] via, byte[] hsts) {
        ResponseHead head = x.response();
        Headers headers = head.headers();
        boolean tells = !x.caller().hasPlainFields();
        if (tells) {
            headers.remove(HeaderName.X_REQUEST_ID);
        }
        headers.reserve(ADDED + via.length + hsts.length);
        byte[] bytes = headers.bytes();
        int at = framing(x, framing, bytes, headers.end());
        if (!headers.contains(HeaderName.DATE)) {
            at = field(DATE, x.loop().date().now(), bytes, at);
        }
        int id = tells ? x.requestIdEnd() - x.requestIdStart() : 0;
        if (id > 0) {
            at = Ascii.put(REQUEST_ID, bytes, at);
            System.arraycopy(x.request().headers().bytes(), x.requestIdStart(), bytes, at, id);
            at = Ascii.put(CRLF, bytes, at + id);
        }
        if (via.length > 0) {
            at = field(VIA, via, bytes, at);
        }
        if (hsts.length > 0 && !headers.contains(STRICT_TRANSPORT_SECURITY)) {
            at = field(HSTS, hsts, bytes, at);
        }
        if (!keepAlive) {
            at = Ascii.put(CLOSE, bytes, at);
        } else if (x.request().minorVersion() == 0) {
            at = Ascii.put(KEEP_ALIVE, bytes, at);
        }
        write(out, head, Ascii.put(CRLF, bytes, at));
    }

    private static int framing(Exchange x, Framing framing, byte[] bytes, int at) {
        ResponseHead head = x.response();
        if (framing == Framing.CHUNKED) {
            return Ascii.put(CHUNKED, bytes, at);
        }
        boolean measured = head.contentLength() >= 0
                && (x.request().method() == Method.HEAD
                        || !head.isBodiless(x.request().method()));
        if (!measured || head.headers().contains(HeaderName.CONTENT_LENGTH)) {
            return at;
        }
        int end = Ascii.putDecimal(bytes, Ascii.put(LENGTH, bytes, at), head.contentLength());
        return Ascii.put(CRLF, bytes, end);
    }

    private static int field(byte[] name, byte[] value, byte[] bytes, int at) {
        return Ascii.put(CRLF, bytes, Ascii.put(value, bytes, Ascii.put(name, bytes, at)));
    }

    private static void write(ByteBuf out, ResponseHead head, int tailEnd) {
        Headers headers = head.headers();
        if (head.lineEnd() > 0) {
            headers.writeTo(out, 0, head.lineEnd(), tailEnd);
        } else {
            statusLine(out, head);
            headers.writeTo(out, headers.end(), headers.end(), tailEnd);
        }
    }

    /** Writes an interim head, or that of a switch of protocols. */
    static void informational(ByteBuf out, ResponseHead head) {
        Headers headers = head.headers();
        headers.reserve(ADDED);
        int at = headers.end();
        if (head.status() == 101) {
            at = Ascii.put(UPGRADE, headers.bytes(), at);
        }
        write(out, head, Ascii.put(CRLF, headers.bytes(), at));
    }

    /** Writes what stands in front of a chunk's data. */
    static void chunkStart(ByteBuf out, int size) {
        ChunkDecoder.writeSize(out, size);
    }

    /** Writes what stands behind a chunk's data. */
    static void chunkEnd(ByteBuf out) {
        out.writeBytes(CRLF);
    }

    /** Writes the last chunk and trailers. */
    static void lastChunk(ByteBuf out, ByteBuf trailers) {
        out.writeBytes(LAST_CHUNK);
        out.writeBytes(trailers);
        out.writeBytes(CRLF);
    }
}
