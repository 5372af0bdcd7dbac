package dev.sekisho.dataplane.upstream;

import dev.sekisho.model.Address;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/**
 * How connections to the targets of an upstream are encrypted. Thread-safe.
 *
 * @param context whom to trust, what to show
 * @param serverName name that is asked for, and verified; empty for the host of the target
 */
public record TargetTls(SslContext context, String serverName) {

    /** What speaks TLS on one connection to a target. */
    SslHandler handler(ByteBufAllocator alloc, Address target, int connectMillis) {
        String name = serverName.isEmpty() ? target.host() : serverName;
        SslHandler handler = context.newHandler(alloc, name, target.port());
        handler.setHandshakeTimeoutMillis(connectMillis);
        return handler;
    }
}
