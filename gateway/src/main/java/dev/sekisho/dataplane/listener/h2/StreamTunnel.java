package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.websocket.TunnelEnds;
import io.netty.buffer.ByteBuf;

/** The two ends of a WebSocket on a stream (RFC 8441): the client's is the stream. On the connection's loop only. */
final class StreamTunnel implements TunnelEnds {

    private final RequestStream request;
    private final StreamResponse response;
    private final Http2ClientConnection home;

    StreamTunnel(RequestStream request, StreamResponse response, Http2ClientConnection home) {
        this.request = request;
        this.response = response;
        this.home = home;
    }

    @Override
    public void toClient(ByteBuf bytes) {
        Exchange x = request.exchange();
        if (x == null) {
            bytes.release();
        } else {
            response.body(x, bytes);
        }
    }

    @Override
    public void flushClient() {
        home.send();
    }

    @Override
    public void toUpstream(ByteBuf bytes) {
        UpstreamCall call = request.upstream();
        if (call == null) {
            bytes.release();
        } else {
            call.requestBody(bytes, false);
        }
    }

    @Override
    public void reason(Reason why) {
        Exchange x = request.exchange();
        if (x != null) {
            x.reason(why);
        }
    }

    @Override
    public void finish() {
        request.tunnelEnded();
    }
}
