package dev.sekisho.dataplane.upstream;

import dev.sekisho.model.Address;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** The beginning of an encrypted connection to a target: the connection, then the handshake. For one of them, on its loop. */
final class TlsOpening extends ChannelInitializer<Channel> {

    private final TargetTls tls;
    private final Address target;
    private final int connectMillis;
    private final ChannelHandler behind;
    private @Nullable SslHandler handler;

    TlsOpening(TargetTls tls, Address target, int connectMillis, ChannelHandler behind) {
        this.tls = tls;
        this.target = target;
        this.connectMillis = connectMillis;
        this.behind = behind;
    }

    @Override
    protected void initChannel(Channel channel) {
        SslHandler made = tls.handler(channel.alloc(), target, connectMillis);
        handler = made;
        channel.pipeline().addLast(made, behind);
    }

    /** Done when the handshake is. */
    ChannelFuture follow(ChannelFuture connecting) {
        ChannelPromise secured = connecting.channel().newPromise();
        connecting.addListener((ChannelFuture connected) -> {
            SslHandler made = handler;
            if (!connected.isSuccess() || made == null) {
                secured.setFailure(connected.isSuccess() ? new ClosedChannelException() : connected.cause());
                return;
            }
            made.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    secured.setSuccess();
                } else {
                    connected.channel().close();
                    secured.setFailure(done.cause());
                }
            });
        });
        return secured;
    }
}
