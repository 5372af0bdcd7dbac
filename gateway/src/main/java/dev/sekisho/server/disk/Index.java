package dev.sekisho.server.disk;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What can be found. Any thread looks, without a lock; the thread that appends puts and takes. */
final class Index {

    private final ConcurrentHashMap<Digest, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Digest, Integer> leaving = new ConcurrentHashMap<>(); // removals on their way

    /** What is under the digest, as far as it may be given. */
    @Nullable Entry find(Digest digest, long wallMillis) {
        Entry entry = entries.get(digest);
        boolean there = entry != null && entry.isThere(wallMillis) && (leaving.isEmpty() || !leaving.containsKey(digest));
        return there ? entry : null;
    }

    /** What is under the digest, found or not. */
    @Nullable Entry get(Digest digest) {
        return entries.get(digest);
    }

    /** Puts an entry; gives the one before. */
    @Nullable Entry put(Digest digest, Entry entry) {
        return entries.put(digest, entry);
    }

    /** Takes this entry, unless another one has its place by now; whether it was there. */
    boolean take(Digest digest, Entry entry) {
        return entries.remove(digest, entry);
    }

    /** A removal is on its way: nothing is found until it has arrived. */
    void leaves(Digest digest) {
        leaving.merge(digest, 1, Integer::sum);
    }

    /** A removal has arrived. */
    void left(Digest digest) {
        leaving.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1);
    }

    int size() {
        return entries.size();
    }

    /** Those at the moment, weakly consistent. */
    Iterable<Entry> all() {
        return entries.values();
    }
}
