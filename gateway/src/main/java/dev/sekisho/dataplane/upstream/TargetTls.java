package dev.sekisho.dataplane.upstream;

import dev.sekisho.model.Address;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * How connections to the targets of an upstream are encrypted. Thread-safe.
 *
 * @param context whom to trust, what to show
 * @param upgrading the same for connections of HTTP/1.1 beside those whose protocol is agreed on; null where there are none
 * @param serverName name that is asked for, and verified; empty for the host of the target
 * @param sni whether the server is told that name
 */
public record TargetTls(SslContext context, @Nullable SslContext upgrading, String serverName, boolean sni) {

    /** The same, but for connections of HTTP/1.1 only. */
    TargetTls forUpgrade() {
        return upgrading == null ? this : new TargetTls(upgrading, null, serverName, sni);
    }

    /** What speaks TLS on one connection to a target. */
    SslHandler handler(ByteBufAllocator alloc, Address target, int connectMillis) {
        String name = serverName.isEmpty() ? target.host() : serverName;
        SslHandler handler = sni ? context.newHandler(alloc, name, target.port()) : context.newHandler(alloc);
        handler.setHandshakeTimeoutMillis(connectMillis);
        return handler;
    }
}
