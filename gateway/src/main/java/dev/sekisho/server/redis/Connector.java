package dev.sekisho.server.redis;

import dev.sekisho.model.Store;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes connections to a store, whether that is a server, the master that Sentinels name, or a cluster. Thread-safe, never blocks.
 *
 * @param client the client in use
 * @param threads its threads and timer
 * @param connect begins to make a connection
 * @param moves whether a new connection may lead to another server than the last one
 */
record Connector(
        AbstractRedisClient client, RedisThreads threads, Supplier<CompletionStage<Wire>> connect, boolean moves) {

    private static final long QUIET_MILLIS =
            100; // in which the end of a connection that was just being made gives back its memory
    private static final long CLOSE_MILLIS = 2_000; // the longest that closing takes, in the background
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /** For a store; connects to nothing yet. */
    static Connector of(Store store) {
        LettuceSettings settings = LettuceSettings.of(store);
        RedisThreads threads = RedisThreads.start();
        return store.nodes().isEmpty() ? single(store, settings, threads) : cluster(settings, threads);
    }

    private static Connector single(Store store, LettuceSettings settings, RedisThreads threads) {
        RedisClient client = RedisClient.create(threads.resources());
        client.setOptions(settings.options());
        RedisURI uri = settings.uris().getFirst();
        return new Connector(
                client,
                threads,
                () -> client.connectAsync(CODEC, uri).thenApply(made -> new Wire(made, made.async())),
                !store.sentinels().isEmpty());
    }

    private static Connector cluster(LettuceSettings settings, RedisThreads threads) {
        RedisClusterClient client = RedisClusterClient.create(threads.resources(), settings.uris());
        client.setOptions(settings.clusterOptions());
        return new Connector(
                client,
                threads,
                () -> client.refreshPartitionsAsync() // else a connection finds no nodes
                        .thenCompose(found -> client.connectAsync(CODEC))
                        .thenCompose(Connector::withNodes),
                false); // it follows changes of the cluster by itself
    }

    /** With a connection to each node that has keys: what is sent to a node before there is one begins to make it, and fails. */
    private static CompletionStage<Wire> withNodes(StatefulRedisClusterConnection<String, byte[]> made) {
        CompletableFuture<?>[] nodes = made.getPartitions().stream()
                .filter(node -> node.getRole().isUpstream() && !node.getSlots().isEmpty())
                .map(node -> made.getConnectionAsync(
                        node.getUri().getHost(), node.getUri().getPort())) // as the ways from slots to nodes ask for it
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(nodes)
                .handle((all, failure) -> new Wire(made, made.async())); // some may be down
    }

    /** Cuts what is under way; returns at once. */
    void close() {
        client.shutdownAsync(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> threads.stop(QUIET_MILLIS, CLOSE_MILLIS));
    }
}
