package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.proxyprotocol.HeaderSender;
import dev.sekisho.dataplane.transport.ClosingGuard;
import dev.sekisho.dataplane.upstream.h2.SharedConnection;
import dev.sekisho.dataplane.upstream.h2.StreamLimits;
import dev.sekisho.dataplane.upstream.pool.Place;
import dev.sekisho.dataplane.upstream.pool.PooledConnection;
import dev.sekisho.model.Address;
import dev.sekisho.model.Protocol;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The opening of one connection to a target: the socket, the TLS handshake where there is one, the protocol that is agreed on
 * in it, and the first SETTINGS of HTTP/2. Whoever wanted the connection is told once. For one connection, on its loop.
 */
final class Opening {

    /** Is told what came of it. */
    interface Listener {
        /** It is open, unless it is null; the reason then says why not. */
        void opened(@Nullable PooledConnection connection, Reason reason);
    }

    private final LoopContext loop;
    private final TargetState target;
    private final UpstreamService service;
    private final UpstreamSettings settings;
    private final Place place;
    private final @Nullable HeaderSender ahead;
    private final Listener listener;
    private final boolean upgrade;
    private boolean told;

    /** Of a connection on which that goes ahead of everything else; null for nothing; of HTTP/1.1 in any case for an upgrade. */
    Opening(
            LoopContext loop,
            TargetState target,
            UpstreamService service,
            Place place,
            @Nullable HeaderSender ahead,
            boolean upgrade,
            Listener listener) {
        this.loop = loop;
        this.target = target;
        this.service = service;
        this.settings = service.settings();
        this.place = place;
        this.ahead = ahead;
        this.upgrade = upgrade;
        this.listener = listener;
    }

    /** Begins. */
    void start() {
        TargetTls tls = service.tls();
        if (upgrade || settings.protocol() == Protocol.HTTP1) {
            UpstreamConnection connection = http1();
            follow(tls == null ? connect(connection) : secure(tls.forUpgrade(), connection), connection);
        } else if (tls == null) {
            SharedConnection connection = http2(false);
            connect(connection.handler()).addListener((ChannelFuture done) -> {
                if (!done.isSuccess()) {
                    failed(reason(done.cause(), false));
                }
            });
        } else {
            secure(tls, new Agreement(this, settings.protocol())).addListener(done -> {
                if (!done.isSuccess()) {
                    failed(reason(done.cause(), true));
                }
            });
        }
    }

    private void follow(ChannelFuture opening, UpstreamConnection connection) {
        boolean encrypted = service.tls() != null;
        opening.addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                succeeded(connection, 1);
            } else {
                failed(reason(done.cause(), encrypted));
            }
        });
    }

    private ChannelFuture secure(TargetTls tls, ChannelHandler behind) {
        Address address = target.identity().address();
        TlsOpening opening = new TlsOpening(tls, address, settings.connectMillis(), behind);
        return opening.follow(connect(opening));
    }

    private ChannelFuture connect(ChannelHandler handler) {
        return ClosingGuard.guard(new Bootstrap()
                .group(loop.eventLoop())
                .channel(target.transport().socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectMillis())
                .handler(HeaderSender.before(handler, ahead))
                .connect(target.identity().where()));
    }

    private UpstreamConnection http1() {
        return new UpstreamConnection(loop, place, settings);
    }

    private SharedConnection http2(boolean encrypted) {
        StreamLimits limits = new StreamLimits(
                settings.streams(),
                settings.maxIdle(),
                settings.connectMillis(),
                settings.writeNanos(),
                settings.idleNanos(),
                settings.lifetimeNanos());
        return new SharedConnection(loop, place, limits, encrypted, this::settled);
    }

    /** The handshake agreed on HTTP/1.1, or on nothing, which means the same. */
    UpstreamConnection agreedHttp1() {
        UpstreamConnection connection = http1();
        loop.eventLoop().execute(() -> succeeded(connection, 1)); // once it stands in the pipeline
        return connection;
    }

    /** The handshake agreed on HTTP/2. */
    ChannelHandler agreedHttp2() {
        return http2(true).handler();
    }

    private void settled(SharedConnection connection, Reason reason) {
        if (reason != Reason.NONE) {
            failed(reason);
        } else {
            succeeded(connection, connection.room());
        }
    }

    private void succeeded(PooledConnection connection, int room) {
        if (told) {
            return;
        }
        if (place.isLeft()) {
            failed(Reason.CONNECT_REFUSED); // it has closed meanwhile
            return;
        }
        told = true;
        loop.readClock();
        place.opened(upgrade ? 0 : room);
        listener.opened(connection, Reason.NONE);
        if (settings.protocol() != Protocol.HTTP1) {
            if (connection instanceof SharedConnection shared) {
                shared.settle();
            }
            place.pool().grow(settings.poolSize());
        }
    }

    /** It came to nothing. */
    void failed(Reason reason) {
        if (told) {
            return;
        }
        told = true;
        loop.readClock();
        place.notOpened(reason);
        listener.opened(null, reason);
    }

    /** Why a connection could not be opened. */
    static Reason reason(Throwable cause, boolean encrypted) {
        if (cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException) {
            return Reason.CONNECT_TIMEOUT;
        }
        boolean handshake = cause instanceof SSLException
                || cause instanceof DecoderException
                || cause instanceof ClosedChannelException;
        return encrypted && handshake ? Reason.UPSTREAM_TLS : Reason.CONNECT_REFUSED;
    }
}
