package dev.sekisho.dataplane.listener.tls;

import dev.sekisho.dataplane.Ascii;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name of the host from the first bytes of a connection (SNI, RFC 6066 section 3), and puts the handler in its place
 * that speaks TLS with the certificate for that host. One a connection, on its loop.
 */
public final class TlsFront extends AbstractSniHandler<TlsHost> {

    private static final int MAX_HELLO = 16 << 10; // bytes, one record; browsers send some 2 KB
    /** A record of one alert, fatal (2), unrecognized_name (112); RFC 8446 sections 5.1 and 6. */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private static final byte[] PLAIN_HTTP = Ascii.bytes("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n"
            + "Content-Length: 47\r\nConnection: close\r\n\r\nThe plain HTTP request was sent to HTTPS port.\n");

    static final AttributeKey<Chosen> CHOSEN = AttributeKey.valueOf(TlsFront.class, "chosen");

    private final TlsHosts hosts;
    private final boolean http;
    private boolean answered;

    /** What was asked for, and what was shown. */
    record Chosen(@Nullable String name, TlsHost host) {}

    /**
     * A connection that is about to begin, with the hosts of now.
     *
     * @param http whether HTTP is spoken over it, so that a client that begins with HTTP in the clear is told
     */
    public TlsFront(TlsHosts hosts, boolean http) {
        super(MAX_HELLO, hosts.handshakeMillis());
        this.hosts = hosts;
        this.http = http;
    }

    /** A request begins with a capital letter, and no record of TLS does. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        byte first = in.isReadable() && !answered ? in.getByte(in.readerIndex()) : 0;
        if (answered) {
            in.skipBytes(in.readableBytes());
        } else if (http && first >= 'A' && first <= 'Z') {
            answered = true;
            in.skipBytes(in.readableBytes());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(PLAIN_HTTP)).addListener(ChannelFutureListener.CLOSE);
        } else {
            super.decode(ctx, in, out);
        }
    }

    @Override
    protected Future<TlsHost> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        return ctx.executor().newSucceededFuture(hosts.of(name));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String name, Future<TlsHost> found) {
        if (hosts.rejects(name)) {
            refuse(ctx);
            return;
        }
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

    /** RFC 6066 section 3: a fatal alert. */
    private void refuse(ChannelHandlerContext ctx) {
        answered = true;
        ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)).addListener(ChannelFutureListener.CLOSE);
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
