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
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How Lettuce is to work for a store.
 *
 * @param uri where the server is, with credentials
 * @param options what it does
 */
record LettuceSettings(RedisURI uri, ClientOptions options) {

    private static final Duration CONNECT = Duration.ofSeconds(2); // TCP, TLS and AUTH each
    private static final Duration UNHEARD =
            Duration.ofSeconds(5); // data without acknowledgement, before a connection is given up
    private static final int MOST_WAITING = 2_000; // commands without answer
    private static final int THREADS = 2; // the fewest that Lettuce takes
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LAST_PAUSE_MILLIS = 1_000;

    /** Those of a store. */
    static LettuceSettings of(Store store, RedisAddress address) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(address.host())
                .withPort(address.port())
                .withDatabase(address.database())
                .withSsl(address.tls())
                .withVerifyPeer(SslVerifyMode.FULL)
                .withTimeout(CONNECT);
        if (store.password().isPresent()) {
            char[] password = store.password().map(Secret::reveal).orElse("").toCharArray();
            if (store.username().isPresent()) {
                uri.withAuthentication(store.username().get(), password);
            } else {
                uri.withPassword(password);
            }
        }
        return new LettuceSettings(uri.build(), options(store));
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

    /** Threads of its own, away from the gateway's event loops. */
    static ClientResources resources() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .reconnectDelay(() -> Delay.exponential(
                        Duration.ofMillis(FIRST_PAUSE_MILLIS),
                        Duration.ofMillis(LAST_PAUSE_MILLIS),
                        2,
                        TimeUnit.MILLISECONDS))
                .build();
    }
}
