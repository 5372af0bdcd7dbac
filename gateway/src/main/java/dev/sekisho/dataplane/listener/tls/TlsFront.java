package dev.sekisho.dataplane.listener.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name of the host from the first bytes of a connection (SNI, RFC 6066 section 3), and puts the handler in its place
 * that speaks TLS with the certificate for that host. One a connection, on its loop.
 */
public final class TlsFront extends AbstractSniHandler<TlsHost> {

    private static final int MAX_HELLO = 16 << 10; // bytes, one record; browsers send some 2 KB
    static final AttributeKey<Chosen> CHOSEN = AttributeKey.valueOf(TlsFront.class, "chosen");

    private final TlsHosts hosts;

    /** What was asked for, and what was shown. */
    record Chosen(@Nullable String name, TlsHost host) {}

    /** A connection that is about to begin, with the hosts of now. */
    public TlsFront(TlsHosts hosts) {
        super(MAX_HELLO, hosts.handshakeMillis());
        this.hosts = hosts;
    }

    @Override
    protected Future<TlsHost> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        return ctx.executor().newSucceededFuture(hosts.of(name));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String name, Future<TlsHost> found) {
        TlsHost host = found.getNow();
        SslHandler tls = host.context().newHandler(ctx.alloc());
        boolean placed = false;
        try {
            tls.setHandshakeTimeoutMillis(hosts.handshakeMillis());
            if (tls.engine() instanceof ReferenceCountedOpenSslEngine engine) {
                configure(engine, host);
            }
            String lower = name == null ? null : name.toLowerCase(Locale.ROOT);
            ctx.channel().attr(CHOSEN).set(new Chosen(lower, host));
            ctx.pipeline().replace(this, "tls", tls);
            placed = true;
        } finally {
            if (!placed) {
                ReferenceCountUtil.safeRelease(tls.engine());
            }
        }
    }

    private static void configure(ReferenceCountedOpenSslEngine engine, TlsHost host) {
        byte[] response = host.staple().response();
        if (response.length > 0) {
            engine.setOcspResponse(response);
        }
        if (!host.tickets()) {
            SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET); // of TLS 1.3 too, which has no other sessions
        }
    }
}
