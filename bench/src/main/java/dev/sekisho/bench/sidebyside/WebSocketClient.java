package dev.sekisho.bench.sidebyside;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@link WebSocketLoad}. Its figures may be read once {@link #ended} is done; all else happens on its
 * event loop.
 */
final class WebSocketClient extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final ByteBuf MESSAGE =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("w".repeat(128), StandardCharsets.US_ASCII));

    private static final int MAX_HANDSHAKE_BYTES = 16 * 1024;

    private final CompletableFuture<ChannelHandlerContext> open = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Samples samples = new Samples();
    private long failures;
    private long deadline;
    private long sent;

    /** Done when the handshake is. */
    CompletableFuture<ChannelHandlerContext> open() {
        return open;
    }

    /** Done when the last message came back, or the connection ended. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /** Times from a message to its echo. */
    Samples samples() {
        return samples;
    }

    long failures() {
        return failures;
    }

    /** Sends messages, once it is open, until the given {@link System#nanoTime}; one at least. */
    void begin(long until) {
        ChannelHandlerContext context = open.join();
        context.executor().execute(() -> {
            deadline = until;
            send(context);
        });
    }

    void connected(@Nullable Throwable failure) {
        if (failure != null) {
            open.completeExceptionally(failure);
        }
    }

    /** What its channel needs, to ask a loopback port. */
    ChannelHandler pipeline(int port) {
        URI uri = URI.create("ws://127.0.0.1:" + port + "/");
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline()
                        .addLast(new HttpClientCodec())
                        .addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES))
                        .addLast(new WebSocketClientProtocolHandler(
                                uri, WebSocketVersion.V13, "", false, EmptyHttpHeaders.INSTANCE, 1024))
                        .addLast(WebSocketClient.this);
            }
        };
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            open.complete(context);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        long now = System.nanoTime();
        if (!(frame instanceof BinaryWebSocketFrame) || !ByteBufUtil.equals(frame.content(), MESSAGE)) {
            fail(context, new IllegalStateException("another message came back than was sent"));
            return;
        }
        samples.add(now - sent);
        if (now < deadline) {
            send(context);
        } else {
            ended.complete(null);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, new IllegalStateException("the connection ended"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    private void send(ChannelHandlerContext context) {
        sent = System.nanoTime();
        context.writeAndFlush(new BinaryWebSocketFrame(MESSAGE.retainedDuplicate()));
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        open.completeExceptionally(cause);
        if (!ended.isDone()) {
            failures++;
            ended.complete(null);
        }
        context.close();
    }
}
