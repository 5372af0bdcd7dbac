package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.Protocol;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;

/** Puts what speaks the protocol that the TLS handshake agreed on (ALPN, RFC 7301) behind it. For one connection. */
final class Agreement extends ApplicationProtocolNegotiationHandler {

    private final Opening opening;
    private final Protocol wanted;

    Agreement(Opening opening, Protocol wanted) {
        super(ApplicationProtocolNames.HTTP_1_1); // what a peer speaks that knows no ALPN
        this.opening = opening;
        this.wanted = wanted;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            ctx.pipeline().addLast(opening.agreedHttp2());
        } else if (wanted == Protocol.AUTO) {
            ctx.pipeline().addLast(opening.agreedHttp1());
        } else {
            opening.failed(Reason.UPSTREAM_TLS);
            ctx.close();
        }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // the opening hears of it from the handshake itself
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
