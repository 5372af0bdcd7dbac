package dev.sekisho.server.redis;

import dev.sekisho.model.RedisAddress;
import dev.sekisho.model.Store;
import dev.sekisho.policy.KeyValueStore;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a Redis store, shared by all who ask it; commands are pipelined. It is made in the background and made again
 * whenever it is lost; meanwhile, and where the store does not answer, commands fail at once, and the link itself finds out in the
 * background when it answers again. Thread-safe, never blocks.
 */
final class RedisLink implements RedisConnectionStateListener {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final long AGAIN_MILLIS = 1_000; // between first connects
    private static final long PROBE_MILLIS = 200; // between questions whether it answers again
    private static final int MISSED = 3; // of them, before Sentinels are asked for the master again

    private final String label;
    private final Connector connector;
    private final Measures measures = new Measures();
    private final Gate gate = new Gate();
    private final AtomicBoolean told = new AtomicBoolean(); // that it cannot be reached
    private final AtomicBoolean refused = new AtomicBoolean(); // a command, by this connection
    private final AtomicInteger missed = new AtomicInteger(); // probes in a row
    private final AtomicReference<@Nullable Wire> wire = new AtomicReference<>();
    private volatile boolean closed;

    private RedisLink(String label, Connector connector) {
        this.label = label;
        this.connector = connector;
    }

    /** Begins to connect. */
    static RedisLink open(Store settings) {
        String where = settings.addresses().stream().map(RedisAddress::toString).collect(Collectors.joining(","));
        String label = settings.master().map(name -> where + "#" + name).orElse(where);
        RedisLink link = new RedisLink(label, Connector.of(settings));
        link.connect();
        return link;
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            connector.connect().get().whenComplete(this::connected);
        } catch (RuntimeException e) { // such as a client that is closed just now
            connected(null, e);
        }
    }

    private void connected(@Nullable Wire made, @Nullable Throwable failure) {
        if (made != null) {
            made.connection().addListener(this);
            wire.set(made);
            wellAgain();
            return;
        }
        if (closed) {
            return;
        }
        if (told.compareAndSet(false, true)) {
            LOG.warn("{}: no connection: {}; tried again and again", label, String.valueOf(root(failure)));
        }
        later(this::connect, AGAIN_MILLIS);
    }

    private void wellAgain() {
        told.set(false);
        refused.set(false);
        gate.open();
        LOG.info("{}: connected", label);
    }

    private void later(Runnable task, long millis) {
        try {
            connector.threads().later(task, millis);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: closed meanwhile", label, e);
        }
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress to) {
        wellAgain();
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
        if (!closed && told.compareAndSet(false, true)) {
            LOG.warn("{}: the connection is lost; tried again and again", label);
        }
    }

    /** Sends a command, or several that make one, and gives the answer; which is never null. */
    <T> CompletableFuture<T> send(Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        Wire now = wire.get();
        if (now == null || !now.isOpen()) {
            measures.kept().increment();
            return CompletableFuture.failedFuture(new IOException(label + ": no connection"));
        }
        if (!gate.lets()) {
            measures.kept().increment();
            return CompletableFuture.failedFuture(new IOException(label + ": does not answer"));
        }
        long start = System.nanoTime();
        CompletableFuture<T> sent;
        try {
            sent = command.apply(now.commands()).toCompletableFuture();
        } catch (RuntimeException e) { // a full queue among others
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle((answer, failure) -> ended(now, start, answer, failure));
    }

    private <T> T ended(Wire by, long start, @Nullable T answer, @Nullable Throwable failure) {
        measures.nanos().add(System.nanoTime() - start);
        if (answer != null) {
            answered();
            return answer;
        }
        Throwable cause = root(failure);
        if (isAnswer(cause)) {
            answered();
            String error = String.valueOf(cause.getMessage());
            if (refused.compareAndSet(false, true)) { // such as a user without the right to run scripts
                LOG.warn("{}: a command is refused: {}; further ones are not told of", label, error);
            }
            throw new CompletionException(
                    error.startsWith("WRONGTYPE") ? new KeyValueStore.WrongKind("a key of another type") : cause);
        }
        measures.late().increment();
        if (gate.failed()) {
            LOG.warn("{}: does not answer: {}; left alone until it does", label, String.valueOf(cause));
            later(this::probe, PROBE_MILLIS);
        }
        if (cause instanceof RedisReadOnlyException && connector.moves()) {
            renew(by); // it was the master, and is no more
        }
        throw new CompletionException(cause);
    }

    private void answered() {
        measures.answered().increment();
        gate.answered();
    }

    /** Whether the server has done what it could; one that is loading, busy or a replica has not. */
    private static boolean isAnswer(Throwable cause) {
        return cause instanceof RedisCommandExecutionException
                && !(cause instanceof RedisReadOnlyException)
                && !(cause instanceof RedisLoadingException)
                && !(cause instanceof RedisBusyException)
                && !String.valueOf(cause.getMessage()).startsWith("CLUSTERDOWN");
    }

    private void probe() {
        Wire now = wire.get();
        if (closed || gate.lets()) {
            return;
        }
        if (now == null || !now.isOpen()) {
            later(this::probe, PROBE_MILLIS);
            return;
        }
        try {
            now.commands().ping().whenComplete((pong, failure) -> probed(now, failure));
        } catch (RuntimeException e) { // a full queue among others
            probed(now, e);
        }
    }

    private void probed(Wire by, @Nullable Throwable failure) {
        if (failure == null || isAnswer(root(failure))) {
            missed.set(0);
            if (gate.open()) {
                LOG.info("{}: answers again", label);
            }
            return;
        }
        if (missed.incrementAndGet() % MISSED == 0 && connector.moves()) {
            renew(by);
        }
        later(this::probe, PROBE_MILLIS);
    }

    /** Another connection in place of one that leads to a server that is the wrong one by now. */
    private void renew(Wire old) {
        if (wire.compareAndSet(old, null)) {
            old.connection().closeAsync();
            connect();
        }
    }

    private static Throwable root(@Nullable Throwable failure) {
        Throwable cause = failure == null ? new IOException("no answer") : failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Where it leads, for people. */
    String label() {
        return label;
    }

    /** Whether commands would be sent now. */
    boolean isUp() {
        Wire now = wire.get();
        return now != null && now.isOpen() && gate.lets();
    }

    Measures measures() {
        return measures;
    }

    /** Cuts what is under way; returns at once. */
    void close() {
        closed = true;
        connector.close();
    }
}
