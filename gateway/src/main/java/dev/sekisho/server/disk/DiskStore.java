package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What users of a directory hold. When nobody holds it any more, the directory is closed, so nothing that the open directory refers to
 * for long may refer to it. Thread-safe.
 */
public final class DiskStore implements BlobStore {

    private final DiskCore core;

    DiskStore(DiskCore core) {
        this.core = core;
    }

    DiskCore core() {
        return core;
    }

    @Override
    public boolean has(BlobKey key) {
        return core.find(key) != null;
    }

    @Override
    public boolean open(BlobKey key, Executor executor, Opening then) {
        Entry entry = core.find(key);
        if (entry == null || !entry.segment().hold()) {
            core.tally().misses.increment();
            return false;
        }
        entry.use(System.nanoTime());
        if (Reading.open(this, entry, key, executor, then)) {
            return true;
        }
        entry.segment().release();
        return false;
    }

    @Override
    public Writer write(BlobKey key, long length) {
        if (!core.isReady()) {
            core.tally().dropped.increment();
            return NONE.write(key, length);
        }
        return new Writing(core, key, length);
    }

    @Override
    public void update(BlobKey key, byte[] metadata, long expires) {
        if (metadata.length > MAX_METADATA) {
            core.tally().dropped.increment();
        } else {
            core.append(appender -> appender.update(key, metadata, expires));
        }
    }

    @Override
    public void remove(BlobKey key) {
        core.remove(key);
    }

    @Override
    public CompletableFuture<Void> forEach(Consumer<Head> each) {
        return core.forEach(each);
    }

    @Override
    public Stats stats() {
        return core.stats();
    }
}
