package dev.sekisho.policy.bots;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the lists said of user agents seen before: a table of fixed size in which a new one takes the place of an old one of the same
 * few places. A look-up by the bytes of the request allocates nothing, which a map with keys could not do. The places depend on a
 * number drawn at the start, so nobody can tell which user agents push each other out. Lock-free: two who write one place at once
 * lose one entry, which is found out anew.
 */
final class Verdicts {

    /** Places, a power of two; with the longest user agents of the default 2 MiB. */
    static final int PLACES = 4_096;

    private static final int WAYS = 4;

    private record Seen(byte[] agent, Verdict verdict) {}

    private final AtomicReferenceArray<@Nullable Seen> table = new AtomicReferenceArray<>(PLACES);
    private final int seed = ThreadLocalRandom.current().nextInt();

    /** What was said of that user agent, or null. */
    @Nullable
    Verdict get(byte[] bytes, int start, int end) {
        int first = place(bytes, start, end);
        for (int i = 0; i < WAYS; i++) {
            Seen seen = table.getAcquire(first + i);
            if (seen != null && Arrays.equals(bytes, start, end, seen.agent, 0, seen.agent.length)) {
                return seen.verdict;
            }
        }
        return null;
    }

    /** Keeps what was said; the array is kept too. */
    void put(byte[] agent, Verdict verdict) {
        int first = place(agent, 0, agent.length);
        int to = first + ThreadLocalRandom.current().nextInt(WAYS);
        for (int i = 0; i < WAYS; i++) {
            if (table.getAcquire(first + i) == null) {
                to = first + i;
                break;
            }
        }
        table.setRelease(to, new Seen(agent, verdict));
    }

    /** The first of the places that bytes may have. */
    private int place(byte[] bytes, int start, int end) {
        int hash = seed;
        for (int i = start; i < end; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
            hash ^= hash >>> 15;
        }
        return (hash ^ hash >>> 7) & (PLACES - WAYS);
    }
}
