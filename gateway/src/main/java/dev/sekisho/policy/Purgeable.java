package dev.sekisho.policy;

import java.util.concurrent.CompletableFuture;

/** A policy that keeps responses, which can be told to forget them. Thread-safe. */
public interface Purgeable {

    /** By what responses are chosen. */
    enum By {
        /** A URL with scheme, host, path and query. */
        URL,
        /** What URLs begin with. */
        PREFIX,
        /** A surrogate key. */
        KEY,
        /** All of them; the text does not count. */
        ALL
    }

    /**
     * Forgets responses; what is being fetched at that moment is not stored. Takes time: not for event loops.
     *
     * @return completes once all was looked through, with how many were kept
     */
    CompletableFuture<Integer> purge(By by, String text);

    /** What is kept. */
    Figures figures();

    /**
     * What is kept in memory.
     *
     * @param entries responses, about
     * @param bytes of their bodies
     * @param evictions that had to go for want of room
     */
    record Figures(long entries, long bytes, long evictions) {}
}
