package dev.sekisho.dataplane.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name that a TLS client asks for (SNI, RFC 6066 section 3) from its ClientHello, and passes every byte on as it
 * came. One a connection, on its loop; it goes once the name is known.
 */
final class HelloReader extends AbstractSniHandler<Optional<String>> {

    private static final int MAX_HELLO = 16 << 10; // bytes, one record; browsers send some 2 KB

    private final StreamSettings settings;
    private final Relay relay;
    private boolean heard;

    HelloReader(StreamSettings settings, Relay relay) {
        super(MAX_HELLO, settings.helloMillis());
        this.settings = settings;
        this.relay = relay;
    }

    /** Without a ClientHello where the client does not speak TLS. */
    @Override
    protected Future<Optional<String>> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello) throws Exception {
        heard = hello != null;
        return super.lookup(ctx, hello);
    }

    @Override
    protected Future<Optional<String>> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        return ctx.executor().newSucceededFuture(settings.names().of(name));
    }

    /** The bytes that were read go on to the relay when this handler leaves. */
    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String name, Future<Optional<String>> found) {
        if (heard) {
            relay.hello(name, found.getNow());
        } else if (settings.plain()) {
            relay.plain();
        } else {
            relay.noHello();
        }
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }
}
