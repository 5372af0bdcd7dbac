package dev.sekisho.policy.ratelimit.algorithm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The states of keys: a hash table of bounded size whose buckets are replaced as a whole, so that looking up takes no lock, a key is never
 * there twice, and only a new key allocates. An entry is an array: the two halves of the key's hash, then the words of its counters.
 *
 * <p>From 7/8 of its size on, each new key looks at some buckets in turn and takes out what is fresh again; a whole round is done before
 * the rest of the room is taken. Where all room is taken nevertheless, a new key looks at 64 entries and puts out the one that has used
 * the smallest part of its limits: who floods the table with keys puts out those of his own.
 *
 * <p>An entry is frozen before it goes, so that nothing is counted in what is no longer there. Thread-safe, lock-free.
 */
final class KeyTable {

    private static final int FIRST = 2; // words before those of the counters
    private static final int SAMPLE = 64; // entries among which one is put out
    private static final int SHARE = 8; // part of the room that is left when a round begins, and keys in a bucket
    private static final long[][] EMPTY = new long[0][];

    private final Counter[] counters;
    private final int size; // words of an entry
    private final int most;
    private final AtomicReferenceArray<long[][]> buckets;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger hand = new AtomicInteger();

    /** Of at most that many keys. */
    KeyTable(Counter[] counters, int most) {
        this.counters = counters;
        int words = FIRST;
        for (Counter counter : counters) {
            words += counter.size();
        }
        this.size = words;
        this.most = most;
        int wanted = Math.max(1, most / 2);
        this.buckets = new AtomicReferenceArray<>(Math.max(1, Integer.highestOneBit(wanted)));
        for (int i = 0; i < buckets.length(); i++) {
            buckets.setPlain(i, EMPTY);
        }
    }

    /** Where the words of the counters begin in an entry. */
    static int words() {
        return FIRST;
    }

    /** How many keys there are. */
    int keys() {
        return count.get();
    }

    private int place(long first) {
        return (int) first & (buckets.length() - 1);
    }

    /** The entry of a key; a new one where it has none. */
    long[] entry(long first, long second, long now) {
        long[][] bucket = buckets.getAcquire(place(first));
        long[] known = find(bucket, first, second);
        return known != null ? known : insert(first, second, now);
    }

    private static long @Nullable [] find(long[][] bucket, long first, long second) {
        for (long[] entry : bucket) {
            if (entry[0] == first && entry[1] == second) {
                return entry;
            }
        }
        return null;
    }

    private long[] insert(long first, long second, long now) {
        makeRoom(now);
        long[] created = new long[size];
        created[0] = first;
        created[1] = second;
        int place = place(first);
        while (true) {
            long[][] bucket = buckets.getAcquire(place);
            long[] known = find(bucket, first, second);
            if (known != null) {
                return known;
            }
            long[][] next = new long[bucket.length + 1][];
            System.arraycopy(bucket, 0, next, 0, bucket.length);
            next[bucket.length] = created;
            if (buckets.compareAndSet(place, bucket, next)) {
                count.incrementAndGet();
                return created;
            }
        }
    }

    private void makeRoom(long now) {
        if (count.get() < most - most / SHARE) {
            return;
        }
        for (int i = 0; i < 2 * SHARE; i++) {
            sweep(nextPlace(), now);
        }
        while (count.get() >= most) {
            putOut(now);
        }
    }

    private int nextPlace() {
        return hand.getAndIncrement() & (buckets.length() - 1);
    }

    private void sweep(int place, long now) {
        for (long[] entry : buckets.getAcquire(place)) {
            if (freshAt(entry) <= now) {
                settle(entry, now);
            }
        }
    }

    private void putOut(long now) {
        long[] lightest = null;
        double least = Double.MAX_VALUE;
        int seen = 0;
        for (int i = 0; i < buckets.length() && seen < SAMPLE; i++) {
            for (long[] entry : buckets.getAcquire(nextPlace())) {
                seen++;
                double used = used(entry, now);
                if (lightest == null || used < least) {
                    lightest = entry;
                    least = used;
                }
            }
        }
        if (lightest != null) {
            freeze(lightest);
            replace(lightest, null);
        }
    }

    /** The part of its limits that a key has used, that of the limit of which it is the largest. */
    private double used(long[] entry, long now) {
        double most = 0;
        int at = FIRST;
        for (Counter counter : counters) {
            double left = (double) counter.left(entry, at, now) / counter.capacity();
            most = Math.max(most, 1 - left);
            at += counter.size();
        }
        return most;
    }

    private long freshAt(long[] entry) {
        long fresh = 0;
        int at = FIRST;
        for (Counter counter : counters) {
            fresh = Math.max(fresh, counter.freshAt(entry, at));
            at += counter.size();
        }
        return fresh;
    }

    /** Takes out an entry that is fresh, or is frozen; where it turns out to be in use, another one with its state takes its place. */
    void settle(long[] entry, long now) {
        freeze(entry);
        replace(entry, freshAt(entry) <= now ? null : thawed(entry));
    }

    private static void freeze(long[] entry) {
        for (int i = FIRST; i < entry.length; i++) {
            Counter.freeze(entry, i);
        }
    }

    private static long[] thawed(long[] entry) {
        long[] copy = entry.clone();
        for (int i = FIRST; i < copy.length; i++) {
            copy[i] = Counter.thawed(copy[i]);
        }
        return copy;
    }

    private void replace(long[] entry, long @Nullable [] by) {
        int place = place(entry[0]);
        while (true) {
            long[][] bucket = buckets.getAcquire(place);
            int at = index(bucket, entry);
            if (at < 0) {
                return; // somebody else has done it
            }
            if (buckets.compareAndSet(place, bucket, with(bucket, at, by))) {
                if (by == null) {
                    count.decrementAndGet();
                }
                return;
            }
        }
    }

    private static int index(long[][] bucket, long[] entry) {
        for (int i = 0; i < bucket.length; i++) {
            if (bucket[i] == entry) {
                return i;
            }
        }
        return -1;
    }

    private static long[][] with(long[][] bucket, int at, long @Nullable [] by) {
        if (by != null) {
            long[][] next = bucket.clone();
            next[at] = by;
            return next;
        }
        if (bucket.length == 1) {
            return EMPTY;
        }
        long[][] next = new long[bucket.length - 1][];
        System.arraycopy(bucket, 0, next, 0, at);
        System.arraycopy(bucket, at + 1, next, at, bucket.length - 1 - at);
        return next;
    }
}
