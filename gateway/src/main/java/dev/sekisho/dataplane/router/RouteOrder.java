package dev.sekisho.dataplane.router;

import java.util.Arrays;
import java.util.List;

/**
 * Which of the routes on one host and path goes first: by rank, conditions, priority, place in the file. Not thread-safe
 * while the routes change.
 */
final class RouteOrder {

    private static final int MAX_RANK = 1_000_000_000;
    private static final int MAX_PRIORITY = 1_000_000;
    private static final int INDEX_BITS = 26;
    private static final int PRIORITY_BITS = 21;

    private final List<RouteEntry> entries;

    RouteOrder(List<RouteEntry> entries) {
        this.entries = entries;
    }

    /** Whether any route has a rank of its own. */
    static boolean isRanked(List<RouteEntry> entries) {
        for (RouteEntry entry : entries) {
            if (entry.rank() != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The places of the routes, best first.
     *
     * @throws IllegalArgumentException where there are too many, or a rank or priority is out of range
     */
    int[] places() {
        if (entries.size() >= 1 << INDEX_BITS) {
            throw new IllegalArgumentException(
                    "routes: " + entries.size() + " (expected: < " + (1 << INDEX_BITS) + ")");
        }
        long[] keys = new long[entries.size()];
        for (int i = 0; i < keys.length; i++) {
            check(entries.get(i));
            keys[i] = key(i);
        }
        Arrays.sort(keys);
        int[] places = Arrays.stream(keys)
                .mapToInt(key -> (int) key & (1 << INDEX_BITS) - 1)
                .toArray();
        return isRanked(entries) ? byRank(places) : places;
    }

    private int[] byRank(int[] places) {
        long[] ranked = new long[places.length];
        for (int i = 0; i < ranked.length; i++) {
            ranked[i] = (long) (MAX_RANK - entries.get(places[i]).rank()) << INDEX_BITS | i;
        }
        Arrays.sort(ranked);
        return Arrays.stream(ranked)
                .mapToInt(one -> places[(int) one & (1 << INDEX_BITS) - 1])
                .toArray();
    }

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException where rank or priority is out of range
     */
    static void check(RouteEntry entry) {
        check("rank", entry.rank(), MAX_RANK);
        check("priority", entry.priority(), MAX_PRIORITY);
    }

    private static void check(String setting, int value, int most) {
        if (value < -most || value > most) {
            throw new IllegalArgumentException(setting + ": " + value + " (expected: -" + most + " to " + most + ")");
        }
    }

    /** Whether the route at the one place goes before the other. */
    boolean isBefore(int one, int other) {
        int byRank = Integer.compare(entries.get(one).rank(), entries.get(other).rank());
        return byRank != 0 ? byRank > 0 : key(one) < key(other);
    }

    /** Less for the better one of two of the same rank. */
    private long key(int of) {
        RouteEntry entry = entries.get(of);
        long fewer = 0x7FFF - Math.min(0x7FFF, Conditions.count(entry.match()));
        long lower = MAX_PRIORITY - entry.priority();
        return (fewer << PRIORITY_BITS | lower) << INDEX_BITS | of;
    }
}
