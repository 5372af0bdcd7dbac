package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that is open: one thread that writes, some that read, and what they share. Thread-safe. */
final class DiskCore {

    private static final Logger LOG = LoggerFactory.getLogger(DiskCore.class);
    private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100); // for another process to let go
    private static final long SWEEP = TimeUnit.MINUTES.toNanos(1); // at least so often
    private static final int SHARES = 8; // sweeps within the time of inactivity

    private final Folder folder;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final Index index = new Index();
    private final AtomicLong pending = new AtomicLong();
    private final Segments segments;
    private final Appender appender;
    private final Lane writer;
    private final List<Lane> readers;
    private volatile BlobStore.Settings settings;
    private volatile boolean ready;
    private long swept = System.nanoTime();
    private @Nullable DirectoryLock lock;

    DiskCore(Folder folder, BlobStore.Settings settings, Channels channels, InstantSource clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.segments = new Segments(folder, channels, this::settings, index, tally);
        this.appender = new Appender(segments, index, tally);
        this.writer = new Lane("disk-writer", Limits.READS, this::tick);
        this.readers = IntStream.range(0, Limits.READERS)
                .mapToObj(i -> new Lane("disk-reader-" + i, Limits.READS, () -> {}))
                .toList();
    }

    /** Begins to read what is there. */
    void start() {
        writer.submit(this::recover);
        writer.start();
        readers.forEach(Lane::start);
    }

    private void recover() {
        try {
            if (!lock()) {
                return;
            }
            long began = System.nanoTime();
            Recovery recovery = new Recovery(folder, segments, index, tally);
            recovery.run();
            appender.begin(recovery.sequence(), recovery.superseded());
            ready = true;
            LOG.info(
                    "disk: {}: {} entries in {} segments, read in {} ms",
                    folder.path(),
                    index.size(),
                    segments.count(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        } catch (IOException e) {
            tally.readErrors.increment();
            LOG.error("disk: {} cannot be used: {}", folder.path(), e.toString());
        }
    }

    private boolean lock() throws IOException {
        boolean told = false;
        while (!writer.isEnding()) {
            lock = folder.lock().orElse(null);
            if (lock != null) {
                return true;
            }
            if (!told) {
                LOG.warn("disk: {} is in use; nothing is kept there until it is free", folder.path());
                told = true;
            }
            LockSupport.parkNanos(this, RETRY);
        }
        return false;
    }

    private void tick() {
        appender.force();
        long now = System.nanoTime();
        long inactive = settings.inactive().toNanos();
        if (now - swept >= Math.min(SWEEP, inactive / SHARES)) {
            swept = now;
            appender.sweep(clock.millis(), now - inactive);
        }
    }

    BlobStore.Settings settings() {
        return settings;
    }

    /** Other limits from now on. */
    void settings(BlobStore.Settings changed) {
        settings = changed;
    }

    Tally tally() {
        return tally;
    }

    /** What may be found under the key; null where nothing may. */
    @Nullable Entry find(BlobKey key) {
        return ready ? index.find(Digest.of(key), clock.millis()) : null;
    }

    /** Whether bodies can be written by now. */
    boolean isReady() {
        return ready;
    }

    /** Gives a job to the thread that appends; false where it has ended. */
    boolean append(Consumer<Appender> job) {
        return writer.submit(() -> job.accept(appender));
    }

    /** Removes a key: not found any more when this returns. */
    void remove(BlobKey key) {
        Digest digest = Digest.of(key);
        index.leaves(digest);
        append(to -> to.remove(digest));
    }

    /** Removes an entry that turned out to be damaged. */
    void damaged(Entry entry) {
        entry.leave();
        tally.damaged.increment();
        append(to -> to.remove(entry));
    }

    /** Reads on a thread of the digest's; false where too much waits. */
    boolean read(Digest digest, Runnable job) {
        boolean taken = readers.get((int) digest.high() & (Limits.READERS - 1)).offer(job);
        if (!taken) {
            tally.busy.increment();
        }
        return taken;
    }

    /** Counts memory of bodies that wait; false where it is too much. */
    boolean charge(long bytes) {
        return pending.addAndGet(bytes) <= Limits.PENDING;
    }

    /** Memory of bodies that wait for the disk, in bytes. */
    long pending() {
        return pending.get();
    }

    /** Tells all entries, on a thread of its own. */
    CompletableFuture<Void> forEach(Consumer<BlobStore.Head> each) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean taken = append(to -> {
            List<Entry> entries = new ArrayList<>();
            index.all().forEach(entries::add);
            Thread.ofPlatform().daemon().name("disk-teller").start(() -> tell(entries, each, done));
        });
        if (!taken) {
            done.complete(null);
        }
        return done;
    }

    private void tell(List<Entry> entries, Consumer<BlobStore.Head> each, CompletableFuture<Void> done) {
        try {
            entries.sort((a, b) -> a.segment() == b.segment()
                    ? Long.compare(a.offset(), b.offset())
                    : Long.compare(a.segment().id(), b.segment().id()));
            for (Entry entry : entries) {
                head(entry).ifPresent(each);
            }
            done.complete(null);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private Optional<BlobStore.Head> head(Entry entry) {
        if (!entry.isThere(clock.millis()) || !entry.segment().hold()) {
            return Optional.empty();
        }
        try {
            Optional<Loaded> loaded = Loaded.load(entry, false);
            if (loaded.isEmpty()) {
                damaged(entry);
            }
            return loaded.map(found -> found.head(entry));
        } catch (IOException e) {
            tally.readErrors.increment();
            return Optional.empty();
        } finally {
            entry.segment().release();
        }
    }

    BlobStore.Stats stats() {
        return new BlobStore.Stats(
                segments.bytes(),
                index.size(),
                segments.count(),
                tally.hits.sum(),
                tally.misses.sum(),
                tally.written.sum(),
                tally.dropped.sum(),
                tally.evicted.sum(),
                tally.expired.sum(),
                tally.damaged.sum(),
                tally.busy.sum(),
                tally.readErrors.sum(),
                tally.writeErrors.sum());
    }

    /** Writes what waits, then lets the directory go; returns at once. */
    void close() {
        writer.submit(this::finish);
        writer.end();
        readers.forEach(Lane::end);
    }

    private void finish() {
        ready = false;
        appender.close();
        DirectoryLock held = lock;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                LOG.warn("disk: {} could not be let go: {}", folder.path(), e.toString());
            }
        }
    }

    /** Waits for the end, in milliseconds; whether it came. */
    boolean await(long millis) {
        return writer.await(millis);
    }
}
