package dev.sekisho.bench.sidebyside;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * WebSocket messages of 128 bytes over 64 connections, one in flight on each: the next follows when the last came back.
 * A message that comes back changed or not at all, and a connection that ends, counts as failed. Connecting is part of
 * what is measured: one handshake for thousands of messages.
 */
record WebSocketLoad() implements Load {

    static final int CONNECTIONS = 64;

    /** For handshakes, and for the last messages to come back. */
    private static final int PATIENCE_SECONDS = 20;

    private static final int CONNECT_MILLIS = 20_000;

    @Override
    public Result run(Workspace workspace, int port, int seconds) throws IOException, InterruptedException {
        return exchange(port, CONNECTIONS, Duration.ofSeconds(seconds));
    }

    /**
     * One connection and a message or a few.
     *
     * @throws IOException if one does not come back
     */
    static void check(int port) throws IOException, InterruptedException {
        if (exchange(port, 1, Duration.ofMillis(1)).failures() > 0) {
            throw new IOException("a WebSocket message did not come back");
        }
    }

    private static Result exchange(int port, int connections, Duration length)
            throws IOException, InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            List<WebSocketClient> clients = open(loop, port, connections);
            long start = System.nanoTime();
            long deadline = start + length.toNanos();
            clients.forEach(client -> client.begin(deadline));
            for (WebSocketClient client : clients) {
                client.ended().get(length.toMillis() + PATIENCE_SECONDS * 1000L, TimeUnit.MILLISECONDS);
            }
            return result(clients, (System.nanoTime() - start) / 1000);
        } catch (ExecutionException e) {
            throw new IOException("WebSocket: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("WebSocket: a message did not come back in " + PATIENCE_SECONDS + " s", e);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** Connects, and waits for all handshakes. */
    private static List<WebSocketClient> open(EventLoopGroup loop, int port, int connections)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<WebSocketClient> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            WebSocketClient client = new WebSocketClient();
            clients.add(client);
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                    .handler(client.pipeline(port))
                    .connect("127.0.0.1", port)
                    .addListener(connected -> client.connected(connected.cause()));
        }
        CompletableFuture.allOf(clients.stream().map(WebSocketClient::open).toArray(CompletableFuture[]::new))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return clients;
    }

    private static Result result(List<WebSocketClient> clients, long micros) throws IOException {
        long[] sorted =
                Samples.sorted(clients.stream().map(WebSocketClient::samples).toList());
        if (sorted.length == 0) {
            throw new IOException("WebSocket: no message came back");
        }
        return new Result(
                sorted.length,
                micros,
                Samples.quantile(sorted, 0.5) / 1000,
                Samples.quantile(sorted, 0.99) / 1000,
                clients.stream().mapToLong(WebSocketClient::failures).sum());
    }
}
