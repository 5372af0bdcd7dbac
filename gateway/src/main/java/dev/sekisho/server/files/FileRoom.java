package dev.sekisho.server.files;

import dev.sekisho.dataplane.files.FileTree;
import dev.sekisho.dataplane.files.FileTrees;
import dev.sekisho.model.Backend;
import dev.sekisho.policy.FileProbe;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that read files, which run only while there is something to read. Thread-safe. */
public final class FileRoom implements FileTrees, AutoCloseable {

    private static final int THREADS = 4; // at once; more wait
    private static final int WAITING = 10_000; // looks and reads; beyond, requests are answered 503
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("files-", 0).factory());

    /** A room without threads yet. */
    public FileRoom() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Looks for files on these threads. */
    public FileProbe probe() {
        return (path, kind) -> CompletableFuture.supplyAsync(() -> Look.isAt(path, kind), threads);
    }

    @Override
    public FileTree tree(Backend.Files settings) {
        return new LocalTree(settings, threads);
    }

    /** Ends what is read; what waits is not read any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
