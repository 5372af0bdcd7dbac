package dev.sekisho.policy.cache.store;

import java.lang.ref.Cleaner;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is stored, what is being fetched, and what was made invalid; shared by policies and loops, over reloads. Thread-safe.
 */
public final class CacheStore {

    private static final Cleaner CLEANER = Cleaner.create();

    private final MemoryTier memory;
    private final Flights flights = new Flights();
    private final Invalidations invalidations;

    /** Empty; {@code size} of what is kept in memory, bytes. */
    public CacheStore(long size, InstantSource clock, LongAdder evictions) {
        MemoryTier tier = new MemoryTier(size, evictions);
        this.memory = tier;
        this.invalidations = new Invalidations(clock.millis());
        CLEANER.register(this, tier::clear); // bodies are outside the heap
    }

    /** The memory. */
    public MemoryTier memory() {
        return memory;
    }

    /** What is being fetched. */
    public Flights flights() {
        return flights;
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

    /** Stores under a key, unless it was made invalid since its fetch began; takes it over either way. */
    public boolean put(CacheKey key, Stored stored) {
        if (!invalidations.mayStore(stored.about())) {
            stored.dropped();
            return false;
        }
        memory.put(key, stored);
        if (!invalidations.mayStore(stored.about())) { // a purge that has not seen it
            memory.remove(key, stored);
            return false;
        }
        return true;
    }

    /** Forgets; how many responses were in memory. Not for event loops. */
    public int purge(Purge purge) {
        invalidations.purge(purge);
        return memory.removeIf(stored -> purge.covers(stored.about()));
    }
}
