package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobStore;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The directories that are in use. Until the first one, no thread runs. Thread-safe. */
public final class DiskRoom implements AutoCloseable {

    private static final long END_MILLIS = 10_000; // for what waits to be written, over all directories

    private final Map<Path, Use> uses = new HashMap<>();
    private @Nullable Cleaner cleaner;
    private boolean closed;

    /** A directory and how many stores are held that use it. */
    private static final class Use {
        private final DiskCore core;
        private int holders;

        Use(DiskCore core) {
            this.core = core;
        }
    }

    /**
     * The store of a directory, with these limits from now on; closed when nobody holds any store of it any more, or with the room.
     *
     * @throws IllegalArgumentException where the directory cannot be used
     */
    public synchronized DiskStore open(BlobStore.Settings settings) {
        if (closed) {
            throw new IllegalArgumentException("disk: closed (expected: a gateway that runs)");
        }
        Folder folder = Folder.of(settings.directory());
        Use use = uses.get(folder.path());
        if (use == null) {
            use = new Use(new DiskCore(folder, settings, Channels.SYSTEM, InstantSource.system()));
            use.core.start();
            uses.put(folder.path(), use);
        } else {
            use.core.settings(settings);
        }
        return hold(folder.path(), use);
    }

    private DiskStore hold(Path path, Use use) {
        if (cleaner == null) {
            cleaner = Cleaner.create(Thread.ofPlatform().daemon().name("disk-closer")::unstarted);
        }
        DiskStore store = new DiskStore(use.core);
        use.holders++;
        cleaner.register(store, () -> release(path, use));
        return store;
    }

    private synchronized void release(Path path, Use use) {
        use.holders--;
        if (use.holders == 0 && uses.remove(path, use)) {
            use.core.close();
        }
    }

    /** Figures by directory. */
    public synchronized SortedMap<String, BlobStore.Stats> stats() {
        SortedMap<String, BlobStore.Stats> stats = new TreeMap<>();
        uses.forEach((path, use) -> stats.put(path.toString(), use.core.stats()));
        return stats;
    }

    /** Writes what waits, and lets all directories go. */
    @Override
    public void close() {
        List<DiskCore> open = new ArrayList<>();
        synchronized (this) {
            closed = true;
            uses.values().forEach(use -> open.add(use.core));
            uses.clear();
        }
        open.forEach(DiskCore::close);
        long end = System.nanoTime() + END_MILLIS * 1_000_000;
        open.forEach(core -> core.await(Math.max(1, (end - System.nanoTime()) / 1_000_000)));
    }
}
