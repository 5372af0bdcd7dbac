package dev.sekisho.server.disk;

import dev.sekisho.dataplane.BodyReader;
import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A store of a test, asked and awaited; its loop is a thread of its own. */
final class Disk implements AutoCloseable {

    static final long MIB = 1 << 20;
    private static final long PATIENCE = 60; // seconds; the machine may be busy

    private final DiskCore core;
    private final DiskStore store;
    private final ExecutorService loop =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    /** What was read: metadata and body. */
    record Blob(byte[] metadata, byte[] body) {
        String text() {
            return new String(metadata, StandardCharsets.UTF_8) + ":" + new String(body, StandardCharsets.UTF_8);
        }
    }

    Disk(Path directory, long maxBytes) {
        this(settings(directory, maxBytes), Channels.SYSTEM, InstantSource.system());
    }

    Disk(BlobStore.Settings settings, Channels channels, InstantSource clock) {
        core = new DiskCore(Folder.of(settings.directory()), settings, channels, clock);
        core.start();
        store = new DiskStore(core);
    }

    static BlobStore.Settings settings(Path directory, long maxBytes) {
        return new BlobStore.Settings(directory, maxBytes, maxBytes / 4, Duration.ofHours(1));
    }

    /** Waits until what the directory holds was found. */
    Disk ready() {
        await(core::isReady);
        return this;
    }

    DiskStore store() {
        return store;
    }

    DiskCore core() {
        return core;
    }

    BlobStore.Stats stats() {
        return store.stats();
    }

    static BlobKey key(String text) {
        return BlobKey.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that follow from a number. */
    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Writes in pieces of that length, and waits until it is written or dropped. */
    void put(BlobKey key, String metadata, byte[] body, int piece, boolean known) {
        begin(key, body, piece, known).commit(bytes(metadata), BlobStore.NEVER);
        settle();
    }

    void put(String key, String metadata, String body) {
        put(key(key), metadata, bytes(body), 1 << 14, true);
    }

    BlobStore.Writer begin(BlobKey key, byte[] body, int piece, boolean known) {
        BlobStore.Writer writer = store.write(key, known ? body.length : -1);
        for (int at = 0; at < body.length; at += piece) {
            ByteBuf next = Unpooled.wrappedBuffer(body, at, Math.min(piece, body.length - at));
            if (!writer.write(next)) {
                break;
            }
        }
        return writer;
    }

    /** Waits until all that was asked for is written. */
    void settle() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        core.append(appender -> done.complete(null));
        join(done);
    }

    Optional<Blob> get(String key) {
        return get(key(key));
    }

    Optional<Blob> get(BlobKey key) {
        CompletableFuture<Optional<Blob>> read = new CompletableFuture<>();
        boolean comes = store.open(key, loop, opening(read));
        return comes ? join(read) : Optional.empty();
    }

    BlobStore.Reader open(BlobKey key) {
        CompletableFuture<BlobStore.Reader> opened = new CompletableFuture<>();
        boolean comes = store.open(key, loop, new BlobStore.Opening() {
            @Override
            public void opened(BlobStore.Reader reader) {
                opened.complete(reader);
            }

            @Override
            public void missing() {
                opened.completeExceptionally(new IllegalStateException("missing"));
            }
        });
        if (!comes) {
            throw new IllegalStateException("not there");
        }
        return join(opened);
    }

    /** What is left of a reader; empty where it failed. */
    Optional<byte[]> rest(BlobStore.Reader reader) {
        CompletableFuture<Optional<Blob>> read = new CompletableFuture<>();
        loop.execute(() -> new Collector(reader, read).more());
        return join(read).map(Blob::body);
    }

    void onLoop(Runnable job) {
        join(CompletableFuture.runAsync(job, loop));
    }

    private static BlobStore.Opening opening(CompletableFuture<Optional<Blob>> read) {
        return new BlobStore.Opening() {
            @Override
            public void opened(BlobStore.Reader reader) {
                new Collector(reader, read).more();
            }

            @Override
            public void missing() {
                read.complete(Optional.empty());
            }
        };
    }

    private record Collector(
            BlobStore.Reader reader, CompletableFuture<Optional<Blob>> read, ByteArrayOutputStream body)
            implements BodyReader.Sink {
        Collector(BlobStore.Reader reader, CompletableFuture<Optional<Blob>> read) {
            this(reader, read, new ByteArrayOutputStream());
        }

        void more() {
            if (reader.remaining() > 0) {
                reader.next(this);
            } else {
                reader.close();
                read.complete(Optional.of(new Blob(reader.head().metadata(), body.toByteArray())));
            }
        }

        @Override
        public void piece(ByteBuf piece) {
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            piece.release();
            body.writeBytes(bytes);
            more();
        }

        @Override
        public void failed() {
            read.complete(Optional.empty());
        }
    }

    Map<String, String> all() {
        Map<String, String> all = new HashMap<>();
        join(store.forEach(head -> all.put(
                new String(head.key().whole(), StandardCharsets.UTF_8),
                new String(head.metadata(), StandardCharsets.UTF_8))));
        return all;
    }

    static <T extends @Nullable Object> T join(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("did not come about in " + PATIENCE + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(2);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        core.close();
        if (!core.await(PATIENCE * 1000)) {
            throw new IllegalStateException("did not close");
        }
        loop.shutdown();
    }
}
