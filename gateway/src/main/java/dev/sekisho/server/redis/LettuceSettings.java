package dev.sekisho.server.redis;

import dev.sekisho.model.RedisAddress;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Store;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How Lettuce is to work for a store.
 *
 * @param uris where the store is found, with credentials: one, or nodes of a cluster
 * @param options what it does
 */
record LettuceSettings(List<RedisURI> uris, ClientOptions options) {

    private static final Duration CONNECT = Duration.ofSeconds(2); // TCP, TLS and AUTH each
    private static final Duration UNHEARD =
            Duration.ofSeconds(5); // data without acknowledgement, before a connection is given up
    private static final int MOST_WAITING = 2_000; // commands without answer
    private static final Duration LOOK_AGAIN =
            Duration.ofSeconds(10); // at a cluster's nodes, if nothing tells of changes
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1); // where something does

    /** Those of a store. */
    static LettuceSettings of(Store store) {
        List<RedisAddress> addresses = store.addresses();
        List<RedisURI> uris = store.sentinels().isEmpty()
                ? addresses.stream().map(address -> server(store, address)).toList()
                : List.of(sentinels(store, addresses));
        return new LettuceSettings(uris, options(store));
    }

    private static RedisURI server(Store store, RedisAddress address) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(address.host())
                .withPort(address.port())
                .withDatabase(address.database());
        return secured(uri, store, address.tls()).build();
    }

    private static RedisURI sentinels(Store store, List<RedisAddress> addresses) {
        RedisAddress first = addresses.getFirst();
        RedisURI.Builder uri = RedisURI.builder()
                .withSentinelMasterId(store.master().orElse(""))
                .withDatabase(first.database());
        addresses.forEach(address -> uri.withSentinel(sentinel(store, address)));
        return secured(uri, store, first.tls()).build();
    }

    private static RedisURI sentinel(Store store, RedisAddress address) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(address.host())
                .withPort(address.port())
                .withSsl(address.tls())
                .withVerifyPeer(SslVerifyMode.FULL)
                .withTimeout(CONNECT);
        store.sentinelPassword()
                .ifPresent(secret -> uri.withPassword(secret.reveal().toCharArray()));
        return uri.build();
    }

    private static RedisURI.Builder secured(RedisURI.Builder uri, Store store, boolean tls) {
        uri.withSsl(tls).withVerifyPeer(SslVerifyMode.FULL).withTimeout(CONNECT);
        if (store.password().isPresent()) {
            char[] password = store.password().map(Secret::reveal).orElse("").toCharArray();
            if (store.username().isPresent()) {
                uri.withAuthentication(store.username().get(), password);
            } else {
                uri.withPassword(password);
            }
        }
        return uri;
    }

    /** The same for a cluster, whose changes are followed. */
    ClusterClientOptions clusterOptions() {
        return ClusterClientOptions.builder(options)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(LOOK_AGAIN)
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(BETWEEN_LOOKS)
                        .build())
                .build();
    }

    /** A lost command is not sent twice, nor kept for a later connection: whoever waits for it has an answer by then. */
    private static ClientOptions options(Store store) {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(MOST_WAITING)
                .timeoutOptions(TimeoutOptions.enabled(store.timeout()))
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(sockets())
                .sslOptions(ssl(store))
                .build();
    }

    private static SocketOptions sockets() {
        return SocketOptions.builder()
                .connectTimeout(CONNECT)
                .keepAlive(true)
                .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                        .enable()
                        .tcpUserTimeout(UNHEARD)
                        .build())
                .build();
    }

    private static SslOptions ssl(Store store) {
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider().handshakeTimeout(CONNECT);
        if (store.ca().isPresent()) {
            Path file = Path.of(store.ca().get());
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("ca: " + file + " (expected: a file that can be read)");
            }
            ssl.trustManager(file.toFile());
        }
        return ssl.build();
    }
}
