package dev.sekisho.policy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about credentials, by what stands for them, bounded by count. Two halves: new ones go into the young one; when it is
 * full, it becomes the old one, and what was there goes, used ones having moved over before. Thread-safe without locks of its own;
 * reading allocates nothing.
 *
 * @param <K> what stands for a credential and gives nothing of it away, such as a {@link CredentialHash}
 * @param <V> what was found out
 */
public final class Remembered<K, V> {

    private record Halves<K, V>(ConcurrentMap<K, V> young, ConcurrentMap<K, V> old) {}

    private final int half;
    private final AtomicReference<Halves<K, V>> halves =
            new AtomicReference<>(new Halves<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));

    /** Room for that many; 0 for none. */
    public Remembered(int most) {
        this.half = (most + 1) / 2;
    }

    /** What is known of that one, or null; whether it still holds, the caller asks. */
    public @Nullable V get(K key) {
        Halves<K, V> now = halves.get();
        V known = now.young().get(key);
        if (known == null) {
            known = now.old().get(key);
            if (known != null) {
                room().putIfAbsent(key, known); // what was put meanwhile is newer
            }
        }
        return known;
    }

    /** Keeps it. */
    public void put(K key, V known) {
        if (half > 0) {
            room().put(key, known);
        }
    }

    /** The young half, which has room for one more. */
    private ConcurrentMap<K, V> room() {
        Halves<K, V> now = halves.get();
        if (now.young().size() >= half) {
            Halves<K, V> next = new Halves<>(new ConcurrentHashMap<>(), now.young());
            now = halves.compareAndSet(now, next) ? next : halves.get();
        }
        return now.young();
    }

    /** Forgets what no longer holds. */
    public void remove(K key) {
        Halves<K, V> now = halves.get();
        now.young().remove(key);
        now.old().remove(key);
    }

    /** How many are kept; one that is in both halves counts twice. */
    public int size() {
        Halves<K, V> now = halves.get();
        return now.young().size() + now.old().size();
    }
}
