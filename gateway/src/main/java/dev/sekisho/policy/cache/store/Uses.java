package dev.sekisho.policy.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How often keys were asked for, of the latest ones. Thread-safe. */
public final class Uses {

    private static final int MOST = 20_000;
    private static final Duration FORGOTTEN = Duration.ofMinutes(10); // nginx's inactive

    private final Cache<CacheKey, AtomicInteger> byKey =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(FORGOTTEN).build();

    /** Counts one more; gives how many there were, this one included. */
    public int count(CacheKey key) {
        return byKey.get(key, _ -> new AtomicInteger()).incrementAndGet();
    }
}
