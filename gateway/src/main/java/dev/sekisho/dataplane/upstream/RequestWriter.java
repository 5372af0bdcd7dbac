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
        ByteBuf out = allocator.directBuffer(headers.end() + target.length + ADDED);
        byte[] bytes = headers.bytes();
        if (head.isTargetChanged()) {
            out.writeBytes(bytes, head.methodStart(), head.methodEnd() - head.methodStart());
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
        headers.writeTo(out);
        if (!headers.contains(HeaderName.HOST)) {
            out.writeBytes(HOST).writeBytes(target).writeBytes(CRLF);
        }
        if (head.contentLength() < 0) {
            out.writeBytes(CHUNKED);
        }
        if (head.isUpgrade()) {
            out.writeBytes(UPGRADE);
        }
        out.writeBytes(CRLF);
        return out;
    }
}
