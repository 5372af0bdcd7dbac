package dev.sekisho.policy.cache.store;

import dev.sekisho.policy.BlobStore;
import java.lang.ref.Cleaner;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is stored, what is being fetched, and what was made invalid; shared by policies and loops, over reloads. Thread-safe.
 */
public final class CacheStore {

    private static final Cleaner CLEANER = Cleaner.create();

    private final MemoryTier memory;
    private final DiskTier disk;
    private final Flights flights = new Flights();
    private final Invalidations invalidations;
    private final Uses uses = new Uses();

    /** Nothing in memory; {@code size} of what is kept there, bytes. */
    public CacheStore(long size, BlobStore blobs, InstantSource clock, LongAdder evictions) {
        MemoryTier tier = new MemoryTier(size, evictions);
        this.memory = tier;
        this.disk = new DiskTier(blobs);
        this.invalidations = new Invalidations(clock.millis());
        CLEANER.register(this, tier::clear); // bodies are outside the heap
    }

    /** The memory. */
    public MemoryTier memory() {
        return memory;
    }

    /** The disk, which may hold nothing. */
    public DiskTier disk() {
        return disk;
    }

    /** What is being fetched. */
    public Flights flights() {
        return flights;
    }

    /** How often keys were asked for. */
    public Uses uses() {
        return uses;
    }

    /** What was made invalid. */
    public Invalidations invalidations() {
        return invalidations;
    }

    /** What stands under the key and is still valid, or null. */
    public @Nullable Stored find(CacheKey key) {
        Stored found = memory.get(key);
        if (found != null && !invalidations.isCurrent(found.about())) {
            memory.remove(key, found);
            return null;
        }
        return found;
    }

    /**
     * Stores under a key, in memory and on disk, unless it was made invalid since its fetch began; takes it over either way.
     *
     * @param sameBody whether its body stood under the key before
     */
    public boolean put(CacheKey key, Stored stored, boolean sameBody) {
        if (!invalidations.mayStore(stored.about())) {
            stored.dropped();
            return false;
        }
        disk.put(key, stored, sameBody); // first, since what is in memory may be evicted and freed at once
        memory.put(key, stored);
        return isStill(key, stored);
    }

    /** Takes what was found on disk into memory, unless it was made invalid since its fetch began; takes it over either way. */
    public boolean promote(CacheKey key, Stored stored) {
        if (!invalidations.mayStore(stored.about())) {
            disk.remove(key);
            stored.dropped();
            return false;
        }
        memory.put(key, stored);
        return isStill(key, stored);
    }

    /** Whether no purge has come meanwhile that may not have seen it; else takes it out again. */
    private boolean isStill(CacheKey key, Stored stored) {
        if (invalidations.mayStore(stored.about())) {
            return true;
        }
        memory.remove(key, stored);
        disk.remove(key);
        return false;
    }

    /** Removes what was found under the key. */
    public void remove(CacheKey key, Stored stored) {
        memory.remove(key, stored);
        disk.remove(key);
    }

    /** All responses under the key, and all others of the URL, are invalid. */
    public void invalidate(CacheKey key, String url) {
        invalidations.invalidate(url);
        memory.remove(key);
        disk.remove(key); // variants are under keys that nobody finds without what was there
    }

    /** Forgets; completes with how many responses were in memory or on disk. Memory is looked through at once: not for event loops. */
    public CompletableFuture<Integer> purge(Purge purge) {
        invalidations.purge(purge);
        int count = memory.removeIf(stored -> purge.covers(stored.about()));
        return disk.purge(purge).thenApply(written -> Math.max(count, written));
    }
}
