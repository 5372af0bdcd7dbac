package dev.sekisho.policy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about credentials, by their hash, bounded by count. Two halves: new ones go into the young one; when it is
 * full, it becomes the old one, and what was there goes, used ones having moved over before. Thread-safe without locks of its own;
 * reading allocates nothing.
 *
 * @param <V> what was found out
 */
public final class Remembered<V> {

    private record Halves<V>(ConcurrentMap<CredentialHash, V> young, ConcurrentMap<CredentialHash, V> old) {}

    private final int half;
    private final AtomicReference<Halves<V>> halves =
            new AtomicReference<>(new Halves<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));

    /** Room for that many; 0 for none. */
    public Remembered(int most) {
        this.half = (most + 1) / 2;
    }

    /** What is known of that one, or null; whether it still holds, the caller asks. */
    public @Nullable V get(CredentialHash hash) {
        Halves<V> now = halves.get();
        V known = now.young().get(hash);
        if (known == null) {
            known = now.old().get(hash);
            if (known != null) {
                put(hash, known);
            }
        }
        return known;
    }

    /** Keeps it. */
    public void put(CredentialHash hash, V known) {
        Halves<V> now = halves.get();
        if (half == 0) {
            return;
        }
        if (now.young().size() >= half) {
            Halves<V> next = new Halves<>(new ConcurrentHashMap<>(), now.young());
            now = halves.compareAndSet(now, next) ? next : halves.get();
        }
        now.young().put(hash, known);
    }

    /** Forgets what no longer holds. */
    public void remove(CredentialHash hash) {
        Halves<V> now = halves.get();
        now.young().remove(hash);
        now.old().remove(hash);
    }

    /** How many are kept; one that is in both halves counts twice. */
    public int size() {
        Halves<V> now = halves.get();
        return now.young().size() + now.old().size();
    }
}
