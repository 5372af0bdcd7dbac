package dev.sekisho.server.redis;

import dev.sekisho.model.RedisAddress;
import dev.sekisho.model.Store;
import dev.sekisho.policy.KeyValueStore;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a Redis server, shared by all who ask it; commands are pipelined. It is made in the background and made again
 * whenever it is lost; meanwhile, and where the server does not answer, commands fail at once. Thread-safe, never blocks.
 */
final class RedisLink implements RedisConnectionStateListener {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final long AGAIN_SECONDS = 1; // between first connects
    private static final long QUIET_MILLIS =
            100; // in which the end of a connection that was just being made gives back its memory
    private static final long CLOSE_MILLIS = 2_000; // the longest that closing takes, in the background

    private final RedisAddress address;
    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;
    private final Gate gate = new Gate(System::nanoTime);
    private final AtomicBoolean told = new AtomicBoolean(); // that it cannot be reached
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private volatile boolean closed;

    private RedisLink(RedisAddress address, RedisURI uri, ClientResources resources, RedisClient client) {
        this.address = address;
        this.uri = uri;
        this.resources = resources;
        this.client = client;
    }

    /** Begins to connect. */
    static RedisLink open(Store settings) {
        RedisAddress address = RedisAddress.parse(settings.url().orElse(""));
        LettuceSettings lettuce = LettuceSettings.of(settings, address);
        ClientResources resources = LettuceSettings.resources();
        RedisClient client = RedisClient.create(resources);
        client.setOptions(lettuce.options());
        RedisLink link = new RedisLink(address, lettuce.uri(), resources, client);
        client.addListener(link);
        link.connect();
        return link;
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            client.connectAsync(StringCodec.UTF8, uri).whenComplete(this::connected);
        } catch (RuntimeException e) { // such as a client that is closed just now
            connected(null, e);
        }
    }

    private void connected(@Nullable StatefulRedisConnection<String, String> made, @Nullable Throwable failure) {
        if (made != null) {
            connection = made;
            return;
        }
        if (closed) {
            return;
        }
        if (told.compareAndSet(false, true)) {
            LOG.warn("{}: no connection: {}; tried again and again", address, String.valueOf(root(failure)));
        }
        try {
            resources.eventExecutorGroup().schedule(this::connect, AGAIN_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: closed meanwhile", address, e);
        }
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress to) {
        told.set(false);
        gate.answered();
        LOG.info("{}: connected", address);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
        if (!closed && told.compareAndSet(false, true)) {
            LOG.warn("{}: the connection is lost; tried again and again", address);
        }
    }

    CompletableFuture<Map<String, String>> fields(String key, List<String> names) {
        return send(commands -> commands.hmget(key, names.toArray(String[]::new))
                .toCompletableFuture()
                .thenApply(RedisLink::present));
    }

    private static Map<String, String> present(List<KeyValue<String, String>> all) {
        Map<String, String> present = new HashMap<>();
        all.forEach(field -> field.ifHasValue(value -> present.put(field.getKey(), value)));
        return present;
    }

    private <T> CompletableFuture<T> send(Function<RedisAsyncCommands<String, String>, CompletableFuture<T>> command) {
        StatefulRedisConnection<String, String> now = connection;
        if (now == null || !now.isOpen()) {
            return CompletableFuture.failedFuture(new IOException(address + ": no connection"));
        }
        if (!gate.lets()) {
            return CompletableFuture.failedFuture(new IOException(address + ": does not answer"));
        }
        CompletableFuture<T> sent;
        try {
            sent = command.apply(now.async());
        } catch (RuntimeException e) { // a full queue among others
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle(this::ended);
    }

    private <T> T ended(@Nullable T answer, @Nullable Throwable failure) {
        if (answer != null) {
            answered();
            return answer;
        }
        Throwable cause = root(failure);
        if (cause instanceof RedisCommandExecutionException) {
            answered();
            String error = String.valueOf(cause.getMessage());
            throw new CompletionException(
                    error.startsWith("WRONGTYPE") ? new KeyValueStore.WrongKind("a key of another type") : cause);
        }
        if (gate.failed()) {
            LOG.warn("{}: does not answer: {}; asked again after a second", address, String.valueOf(cause));
        }
        throw new CompletionException(cause);
    }

    private void answered() {
        if (gate.answered()) {
            LOG.info("{}: answers again", address);
        }
    }

    private static Throwable root(@Nullable Throwable failure) {
        Throwable cause = failure == null ? new IOException("no answer") : failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Cuts what is under way; returns at once. */
    void close() {
        closed = true;
        client.shutdownAsync(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> resources.shutdown(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS));
    }
}
