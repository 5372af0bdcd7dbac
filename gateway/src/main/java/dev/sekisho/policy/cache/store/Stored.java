package dev.sekisho.policy.cache.store;

/** What stands under a key. Thread-safe. */
public sealed interface Stored permits Entry, Variants {

    /** What it is about. */
    Meta.About about();

    /** Bytes of memory that it takes, about. */
    int weight();

    /** It is no longer under its key. */
    void dropped();
}
