package dev.sekisho.policy.cache;

/** How a response came about, as nginx's {@code $upstream_cache_status} tells it. */
public enum CacheStatus {
    /** Fetched: nothing was stored. */
    MISS,
    /** From the cache. */
    HIT,
    /** Fetched: what was stored was too old. */
    EXPIRED,
    /** From the cache although too old, since fetching failed, or while it is fetched anew for this request. */
    STALE,
    /** From the cache although too old, while it is fetched anew for another request. */
    UPDATING,
    /** From the cache, and confirmed by the backend just now. */
    REVALIDATED,
    /** Fetched: the cache was not looked into. */
    BYPASS
}
