package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Writes request heads for HTTP/1.1 upstreams: what the client sent, less what ended here, and what was added. */
final class RequestWriter {

    private static final int ADDED = 128; // room for what is added to the fields, in bytes
    private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\n");
    private static final byte[] HOST = Ascii.bytes("Host: ");
    private static final byte[] CRLF = {'\r', '\n'};

    private RequestWriter() {}

    static ByteBuf write(ByteBufAllocator allocator, RequestHead head, byte[] target) {
        Headers headers = head.headers();
        headers.reserve(target.length + ADDED);
        int tailEnd = tail(head, headers, target);
        ByteBuf out = allocator.directBuffer(tailEnd + VERSION.length);
        if (head.isTargetChanged() || head.minorVersion() == 0) {
            requestLine(out, head, headers.bytes());
            headers.writeTo(out, headers.end(), headers.end(), tailEnd);
        } else {
            headers.writeTo(out, head.methodStart(), head.lineEnd(), tailEnd);
        }
        return out;
    }

    private static void requestLine(ByteBuf out, RequestHead head, byte[] bytes) {
        if (head.isTargetChanged()) {
            out.writeBytes(bytes, head.forwardMethodStart(), head.forwardMethodEnd() - head.forwardMethodStart());
            out.writeByte(' ');
            out.writeBytes(bytes, head.forwardStart(), head.forwardEnd() - head.forwardStart());
            if (head.queryStart() >= 0) {
                out.writeByte('?');
                out.writeBytes(bytes, head.queryStart(), head.queryEnd() - head.queryStart());
            }
        } else {
            out.writeBytes(bytes, head.methodStart(), head.targetEnd() - head.methodStart());
        }
        out.writeBytes(VERSION);
    }

    /** Writes what follows the fields behind them, without taking it into use; returns its end. */
    private static int tail(RequestHead head, Headers headers, byte[] target) {
        byte[] bytes = headers.bytes();
        int at = headers.end();
        int host = head.hostField();
        if ((host < 0 || headers.isRemoved(host)) && !headers.contains(HeaderName.HOST)) {
            at = Ascii.put(HOST, bytes, at);
            at = Ascii.put(target, bytes, at);
            at = Ascii.put(CRLF, bytes, at);
        }
        if (head.contentLength() < 0) {
            at = Ascii.put(CHUNKED, bytes, at);
        }
        if (head.isUpgrade()) {
            at = Ascii.put(UPGRADE, bytes, at);
        }
        return Ascii.put(CRLF, bytes, at);
    }
}
