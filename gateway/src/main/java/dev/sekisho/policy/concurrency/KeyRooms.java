package dev.sekisho.policy.concurrency;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of the keys that are under way, and of no others: a hash table whose buckets are replaced as a whole. There are never more
 * rooms than requests, so memory is bounded by connections, and so is the time for keys that are made to meet in one bucket. Thread-safe,
 * lock-free; only a key that is not under way yet allocates.
 */
final class KeyRooms {

    private static final int BUCKETS = 4_096; // a power of two; two rooms each with 8,000 keys under way
    private static final KeyRoom[] EMPTY = new KeyRoom[0];

    private final AtomicReferenceArray<KeyRoom[]> buckets = new AtomicReferenceArray<>(BUCKETS);
    private final long seed = ThreadLocalRandom.current().nextLong() | 1;

    /** Without any room. */
    KeyRooms() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets.setPlain(i, EMPTY);
        }
    }

    /** Enters the room of a key, opened where there is none; null where {@code limit} are inside. */
    @Nullable
    KeyRoom enter(byte[] bytes, int start, int end, int limit) {
        int place = place(bytes, start, end);
        KeyRoom opened = null;
        while (true) {
            KeyRoom[] bucket = buckets.getAcquire(place);
            KeyRoom known = find(bucket, bytes, start, end);
            if (known == null) {
                opened = opened == null ? new KeyRoom(Arrays.copyOfRange(bytes, start, end), place) : opened;
                KeyRoom[] next = Arrays.copyOf(bucket, bucket.length + 1);
                next[bucket.length] = opened;
                if (buckets.compareAndSet(place, bucket, next)) {
                    return opened;
                }
                continue;
            }
            switch (known.enter(limit)) {
                case IN -> {
                    return known;
                }
                case FULL -> {
                    return null;
                }
                case CLOSED -> takeOut(known); // whoever has closed it is about to
            }
        }
    }

    /** Leaves a room; whoever has entered it, and once. */
    void leave(KeyRoom room) {
        if (room.leave()) {
            takeOut(room);
        }
    }

    /** How many rooms there are. */
    int size() {
        int size = 0;
        for (int i = 0; i < BUCKETS; i++) {
            size += buckets.getAcquire(i).length;
        }
        return size;
    }

    private static @Nullable KeyRoom find(KeyRoom[] bucket, byte[] bytes, int start, int end) {
        for (KeyRoom room : bucket) {
            if (room.isOf(bytes, start, end)) {
                return room;
            }
        }
        return null;
    }

    private void takeOut(KeyRoom room) {
        while (true) {
            KeyRoom[] bucket = buckets.getAcquire(room.place());
            int at = Arrays.asList(bucket).indexOf(room);
            if (at < 0) {
                return; // somebody else has done it
            }
            KeyRoom[] next = bucket.length == 1 ? EMPTY : new KeyRoom[bucket.length - 1];
            System.arraycopy(bucket, 0, next, 0, at);
            System.arraycopy(bucket, at + 1, next, at, next.length - at);
            if (buckets.compareAndSet(room.place(), bucket, next)) {
                return;
            }
        }
    }

    private int place(byte[] bytes, int start, int end) {
        long hash = seed;
        for (int i = start; i < end; i++) {
            hash = (hash ^ bytes[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32) & (BUCKETS - 1);
    }
}
