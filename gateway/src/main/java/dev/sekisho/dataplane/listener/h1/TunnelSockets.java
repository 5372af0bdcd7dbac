package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.websocket.TunnelEnds;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** The ends of a WebSocket tunnel whose client speaks HTTP/1.1. On the connection's loop only. */
final class TunnelSockets implements TunnelEnds {

    private final Http1Connection connection;
    private final RequestCycle cycle;

    TunnelSockets(Http1Connection connection, RequestCycle cycle) {
        this.connection = connection;
        this.cycle = cycle;
    }

    @Override
    public void toClient(ByteBuf bytes) {
        Exchange x = cycle.exchange();
        if (x == null) {
            bytes.release();
            return;
        }
        x.addBytesSent(bytes.readableBytes());
        ChannelHandlerContext ctx = connection.context();
        ctx.write(bytes, ctx.voidPromise());
    }

    @Override
    public void flushClient() {
        connection.context().flush();
    }

    @Override
    public void toUpstream(ByteBuf bytes) {
        UpstreamCall call = cycle.upstream();
        if (call == null) {
            bytes.release();
        } else {
            call.requestBody(bytes, false);
        }
    }

    @Override
    public void reason(Reason why) {
        Exchange x = cycle.exchange();
        if (x != null) {
            x.reason(why);
        }
    }

    @Override
    public void finish() {
        cycle.tunnelEnded();
    }
}
