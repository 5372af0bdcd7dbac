package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.http1.ChunkDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Sends requests on an HTTP/1.1 connection: the head, then the body piece by piece (RFC 9112 sections 6 and 7). Used again
 * for each request of the connection; not thread-safe.
 */
final class RequestSender {

    private boolean whole;

    /** Whether all of the request was given, though perhaps not all has left. */
    boolean isWhole() {
        return whole;
    }

    /** Sends a head; one with a body behind it leaves with the first piece, or with a flush. */
    void head(ChannelHandlerContext ctx, RequestHead request, byte[] target) {
        ByteBuf out = RequestWriter.write(ctx.alloc(), request, target);
        whole = !request.hasBody();
        if (whole) {
            ctx.writeAndFlush(out, ctx.voidPromise());
        } else {
            ctx.write(out, ctx.voidPromise());
        }
    }

    /** Sends a piece of a body as it is, and takes it over; {@code last} ends the body. */
    void piece(ChannelHandlerContext ctx, ByteBuf piece, boolean last) {
        ctx.writeAndFlush(piece, ctx.voidPromise());
        whole |= last;
    }

    /** Sends a piece of a body as a chunk, and takes it over. */
    void chunk(ChannelHandlerContext ctx, ByteBuf piece) {
        ByteBuf size = ctx.alloc().directBuffer(16);
        ChunkDecoder.writeSize(size, piece.readableBytes());
        ctx.write(size, ctx.voidPromise());
        ctx.write(piece, ctx.voidPromise());
        ctx.writeAndFlush(ctx.alloc().directBuffer(2).writeByte('\r').writeByte('\n'), ctx.voidPromise());
    }

    /** Sends the last chunk and trailer lines or none, which it takes over. */
    void lastChunk(ChannelHandlerContext ctx, ByteBuf trailers) {
        ByteBuf out = ctx.alloc().directBuffer(8 + trailers.readableBytes());
        out.writeByte('0').writeByte('\r').writeByte('\n');
        out.writeBytes(trailers);
        out.writeByte('\r').writeByte('\n');
        trailers.release();
        ctx.writeAndFlush(out, ctx.voidPromise());
        whole = true;
    }
}
