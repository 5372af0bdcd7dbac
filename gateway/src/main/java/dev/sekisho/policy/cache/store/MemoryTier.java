package dev.sekisho.policy.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Responses in memory, bounded by bytes; W-TinyLFU decides what stays (Einziger, Friedman, Manes, 2017). Thread-safe.
 *
 * <p>Bodies are outside the heap, of an allocator of their own, and are freed when they are evicted and nobody serves them any more.
 */
public final class MemoryTier {

    private static final int ON_HEAP = 4 << 10; // bodies up to this are copied behind their head anyway

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final Cache<CacheKey, Stored> entries;
    private final LongAdder evictions;
    private final AtomicLong filling = new AtomicLong();
    private final long size;

    /**
     * Holds nothing yet.
     *
     * @param size of all that is kept, bytes
     * @param evictions counts what has to go for want of room
     */
    public MemoryTier(long size, LongAdder evictions) {
        this.size = size;
        this.evictions = evictions;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(size)
                .weigher((CacheKey key, Stored stored) -> stored.weight() + key.bytes().length)
                .evictionListener((key, stored, cause) -> evictions.increment())
                .removalListener((@Nullable CacheKey key, @Nullable Stored stored, RemovalCause cause) -> {
                    if (stored != null) {
                        stored.dropped();
                    }
                })
                .build();
    }

    /** What stands under the key, or null. */
    public @Nullable Stored get(CacheKey key) {
        return entries.getIfPresent(key);
    }

    /** Puts what is stored under a key, in place of what was there. */
    public void put(CacheKey key, Stored stored) {
        entries.put(key, stored);
    }

    /** Removes what stands under the key. */
    public void remove(CacheKey key) {
        entries.invalidate(key);
    }

    /** Removes just this under the key. */
    public void remove(CacheKey key, Stored stored) {
        entries.asMap().remove(key, stored);
    }

    /** Removes all that fits; how many that were. Takes time: not for event loops. */
    public int removeIf(Predicate<Stored> wanted) {
        int count = 0;
        for (Map.Entry<CacheKey, Stored> entry : entries.asMap().entrySet()) {
            if (wanted.test(entry.getValue()) && entries.asMap().remove(entry.getKey(), entry.getValue())) {
                count++;
            }
        }
        return count;
    }

    /** Removes everything, so that all bodies are freed that nobody serves. */
    public void clear() {
        entries.invalidateAll();
        entries.cleanUp();
    }

    /** Sets room aside for a body that is about to come; false where too much is coming in already. */
    public boolean reserve(long bytes) {
        if (filling.addAndGet(bytes) <= size) {
            return true;
        }
        filling.addAndGet(-bytes);
        return false;
    }

    /** Gives room back. */
    public void unreserve(long bytes) {
        filling.addAndGet(-bytes);
    }

    /** A buffer for a body of about that length. */
    public ByteBuf buffer(int bytes) {
        return bytes <= ON_HEAP ? allocator.heapBuffer(bytes) : allocator.directBuffer(bytes);
    }

    /** How many responses there are, about. */
    public long count() {
        return entries.estimatedSize();
    }

    /** Bytes of all bodies that are in memory, those included that are still being served. */
    public long bytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    /** Counts what had to go for want of room. */
    public long evictions() {
        return evictions.sum();
    }
}
