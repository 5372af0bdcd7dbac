package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.h1.ResponseWriter.Framing;
import dev.sekisho.dataplane.websocket.Handshake;
import dev.sekisho.dataplane.websocket.TunnelEnds;
import dev.sekisho.dataplane.websocket.WebSocketTunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

/**
 * Sends the responses of a client's connection as its exchanges give them, one after the other. Small pieces are copied
 * behind the head, others pass as they are. On the connection's loop only.
 */
final class ResponseDelivery implements ClientStream {

    private static final byte[] NO_VIA = new byte[0];

    private final Http1Connection connection;
    private final RequestCycle cycle;
    private final byte[] via;
    private Framing framing = Framing.LENGTH;

    ResponseDelivery(Http1Connection connection, RequestCycle cycle, ListenerSettings settings) {
        this.connection = connection;
        this.cycle = cycle;
        this.via = settings.via().orElse(NO_VIA);
    }

    @Override
    public void informational(Exchange x) {
        if (x.request().minorVersion() == 0) {
            return; // HTTP/1.0 knows no interim responses, RFC 9110 section 15.2
        }
        ChannelHandlerContext ctx = connection.context();
        ByteBuf out = ctx.alloc().directBuffer(ResponseWriter.room(x.response(), via));
        ResponseWriter.informational(out, x.response());
        ctx.writeAndFlush(out, ctx.voidPromise());
    }

    @Override
    public void head(Exchange x, ByteBuf piece, boolean last) {
        if (cycle.phase() == Phase.CLOSING) {
            piece.release();
            return;
        }
        ResponseHead head = x.response();
        if (x.request().method() == Method.CONNECT && head.isSuccess()) {
            piece.release();
            connected(x, last);
            return;
        }
        boolean bodiless = head.isBodiless(x.request().method());
        if (bodiless && piece.isReadable()) {
            piece.skipBytes(piece.readableBytes());
        }
        boolean whole = last || bodiless;
        framing = framing(x, head, bodiless);
        send(x, piece, whole, cycle.settleKeepAlive(x, framing, whole));
        UpstreamCall call = x.upstream();
        if (whole) {
            cycle.responded();
        } else if (call != null) {
            call.clientWritable(isWritable());
        }
    }

    /**
     * The 2xx of CONNECT, which has neither Content-Length nor Transfer-Encoding (RFC 9110 section 9.3.6). Where nobody is at the
     * other end, since the gateway itself has answered, the tunnel is over at once.
     */
    private void connected(Exchange x, boolean last) {
        ResponseHead head = x.response();
        head.headers().remove(HeaderName.CONTENT_LENGTH);
        head.headers().remove(HeaderName.TRANSFER_ENCODING);
        head.contentLength(-1);
        ChannelHandlerContext ctx = connection.context();
        byte[] hsts = connection.hsts();
        ByteBuf out = ctx.alloc().directBuffer(ResponseWriter.room(head, via) + hsts.length + 16);
        ResponseWriter.head(out, x, Framing.LENGTH, true, via, hsts);
        if (last) {
            cycle.settleKeepAlive(x, Framing.UNTIL_CLOSE, true);
            ctx.writeAndFlush(out, ctx.voidPromise());
            cycle.responded();
            return;
        }
        cycle.connected();
        ctx.writeAndFlush(out, ctx.voidPromise());
        UpstreamCall call = x.upstream();
        if (call != null) {
            call.clientWritable(isWritable());
        }
        cycle.tunnelOpen();
    }

    private static Framing framing(Exchange x, ResponseHead head, boolean bodiless) {
        if (bodiless || head.contentLength() >= 0) {
            return Framing.LENGTH;
        }
        return x.request().minorVersion() == 1 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    private void send(Exchange x, ByteBuf piece, boolean whole, boolean keepAlive) {
        ChannelHandlerContext ctx = connection.context();
        byte[] hsts = connection.hsts();
        int size = piece.readableBytes();
        boolean copy = size <= ResponseWriter.COPY_LIMIT;
        ByteBuf out =
                ctx.alloc().directBuffer(ResponseWriter.room(x.response(), via) + hsts.length + (copy ? size : 0) + 16);
        ResponseWriter.head(out, x, framing, keepAlive, via, hsts);
        x.addBytesSent(size);
        if (framing == Framing.CHUNKED) {
            chunk(ctx, out, piece, whole);
        } else if (copy) {
            out.writeBytes(piece);
            piece.release();
            ctx.write(out, ctx.voidPromise());
        } else {
            ctx.write(out, ctx.voidPromise());
            ctx.write(piece, ctx.voidPromise());
        }
        ctx.flush();
    }

    /** Writes a chunk behind what stands in {@code out} already, and the last one where the body ends with it. */
    private static void chunk(ChannelHandlerContext ctx, ByteBuf out, ByteBuf piece, boolean last) {
        int size = piece.readableBytes();
        ByteBuf behind = out;
        if (size > 0) {
            ResponseWriter.chunkStart(out, size);
        }
        if (size <= ResponseWriter.COPY_LIMIT) {
            out.writeBytes(piece);
            piece.release();
        } else {
            ctx.write(out, ctx.voidPromise());
            ctx.write(piece, ctx.voidPromise());
            behind = ctx.alloc().directBuffer(16);
        }
        if (size > 0) {
            ResponseWriter.chunkEnd(behind);
        }
        if (last) {
            ResponseWriter.lastChunk(behind, Unpooled.EMPTY_BUFFER);
        }
        ctx.write(behind, ctx.voidPromise());
    }

    @Override
    public void body(ByteBuf piece) {
        Exchange x = cycle.exchange();
        if (x == null || cycle.phase() == Phase.CLOSING || !piece.isReadable()) {
            piece.release();
            return;
        }
        WebSocketTunnel webSocket = cycle.webSocket();
        if (webSocket != null) {
            webSocket.fromUpstream(piece);
            return;
        }
        ChannelHandlerContext ctx = connection.context();
        int size = piece.readableBytes();
        x.addBytesSent(size);
        if (framing != Framing.CHUNKED || cycle.phase() == Phase.TUNNEL) {
            ctx.write(piece, ctx.voidPromise());
            return;
        }
        chunk(ctx, ctx.alloc().directBuffer(16 + Math.min(size, ResponseWriter.COPY_LIMIT)), piece, false);
    }

    @Override
    public void flush() {
        if (cycle.phase() != Phase.CLOSING) {
            connection.context().flush();
        }
    }

    @Override
    public void end(ByteBuf trailers) {
        if (cycle.exchange() == null || cycle.phase() == Phase.CLOSING) {
            trailers.release();
            return;
        }
        if (cycle.phase() == Phase.TUNNEL) {
            trailers.release();
            cycle.upstreamEnded();
            return;
        }
        ChannelHandlerContext ctx = connection.context();
        if (framing == Framing.CHUNKED) {
            ByteBuf out = ctx.alloc().directBuffer(8 + trailers.readableBytes());
            ResponseWriter.lastChunk(out, trailers);
            ctx.write(out, ctx.voidPromise());
        }
        trailers.release();
        ctx.flush();
        cycle.responded();
    }

    @Override
    public void tunnel(Exchange x, ByteBuf first) {
        ChannelHandlerContext ctx = connection.context();
        ByteBuf out = ctx.alloc().directBuffer(ResponseWriter.room(x.response(), via));
        boolean deflate = Handshake.agreesDeflate(x.response());
        ResponseWriter.informational(out, x.response());
        ctx.write(out, ctx.voidPromise());
        if (x.request().isWebSocket()) {
            TunnelEnds ends = new TunnelSockets(connection, cycle);
            cycle.tunnelBegun(new WebSocketTunnel(x.loop(), x.webSocketLimits(), deflate, ctx.alloc(), ends));
        } else {
            cycle.tunnelBegun(null);
        }
        body(first);
        ctx.flush();
        cycle.tunnelOpen();
    }

    @Override
    public void tunnelOver() {
        if (cycle.phase() == Phase.TUNNEL) {
            cycle.tunnelEnded();
        }
    }

    @Override
    public void cut() {
        connection.close();
    }

    @Override
    public boolean isWritable() {
        return connection.channel().isWritable();
    }

    @Override
    public void upstreamWritable(boolean writable) {
        if (writable) {
            cycle.upstreamReady();
        }
    }
}
