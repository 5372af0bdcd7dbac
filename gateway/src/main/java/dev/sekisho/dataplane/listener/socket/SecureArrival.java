package dev.sekisho.dataplane.listener.socket;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.ClientConnection;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection whose TLS handshake is under way: the protocol that client and gateway agree on in it (ALPN, RFC 7301) serves
 * it afterwards. One a connection, on its loop.
 */
final class SecureArrival extends ChannelInboundHandlerAdapter implements ClientConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SecureArrival.class);

    private final LoopContext loop;
    private final Serving serving;
    private final ConnectionSet set;
    private @Nullable ChannelHandlerContext context;

    SecureArrival(LoopContext loop, Serving serving, ConnectionSet set) {
        this.loop = loop;
        this.serving = serving;
        this.set = set;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** The handshake is done, or has failed, after which its handler closes the connection. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent done)) {
            return;
        }
        loop.countHandshake(done.isSuccess());
        if (!done.isSuccess()) {
            return;
        }
        loop.readClock();
        try {
            TlsPeer tls = TlsPeer.of(ctx.channel());
            if (tls.host().needsClients() && tls.client().isEmpty()) {
                ctx.close(); // the handshake refuses that already; this holds whatever it was resumed from
            } else {
                settle(ctx, tls);
            }
        } catch (IllegalArgumentException e) {
            ctx.close(); // a certificate with names that deceive
        }
    }

    private void settle(ChannelHandlerContext ctx, TlsPeer tls) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        boolean http2 = handler != null && ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
        set.settle(ctx, http2, tls);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.error("client connection failed", cause);
        }
        ctx.close();
    }

    @Override
    public void closeIfIdle() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.close();
        }
    }
}
