package dev.sekisho.telemetry.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The counts of a route, known by its name and service, over all loops and generations. Thread-safe. */
final class RouteSeries {

    /** What a route is known by. */
    record Key(String route, String service) {}

    private final Key key;
    private final AtomicReferenceArray<LoopCells> loops;
    private volatile int generation;
    private long removedAt; // nanoseconds; the registry's, under its lock
    private boolean removed;

    RouteSeries(Key key, int loops) {
        this.key = key;
        this.loops = new AtomicReferenceArray<>(loops);
    }

    Key key() {
        return key;
    }

    /** What the loop counted, made on first use; the loop's. */
    LoopCells loop(int loop, Supplier<LoopCells> maker) {
        LoopCells cells = loops.get(loop);
        if (cells == null) {
            cells = maker.get();
            loops.set(loop, cells);
        }
        return cells;
    }

    /** Notes that the generation of that number has the route. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // a lost update is mended by the next one
    void seen(int number) {
        generation = Math.max(generation, number);
    }

    /**
     * Whether the route has been gone for {@code keep} nanoseconds at {@code now}, where {@code current} is the number of
     * the generation that serves. The registry's, under its lock.
     */
    boolean isExpired(int current, long now, long keep) {
        if (generation >= current) {
            removed = false;
            return false;
        }
        if (!removed) {
            removed = true;
            removedAt = now;
        }
        return now - removedAt >= keep;
    }

    /** Histograms by combination, summed over the loops. */
    Map<Integer, long[]> sums() {
        Map<Integer, long[]> sums = new TreeMap<>();
        for (int i = 0; i < loops.length(); i++) {
            LoopCells cells = loops.get(i);
            if (cells != null) {
                for (long[] each : cells.all()) {
                    Buckets.DURATION.addTo(
                            sums.computeIfAbsent(LoopCells.combination(each), ignored -> Buckets.DURATION.create(0)),
                            each);
                }
            }
        }
        return sums;
    }

    /** Refused clients by reason, summed over the loops. */
    Map<String, Long> refusals() {
        return sums(AuthCells::addRefusals);
    }

    /** Requests of known clients by what knew them, summed over the loops. */
    Map<String, Long> passes() {
        return sums(AuthCells::addPasses);
    }

    private Map<String, Long> sums(BiConsumer<AuthCells, Map<String, Long>> add) {
        Map<String, Long> sums = new TreeMap<>();
        for (int i = 0; i < loops.length(); i++) {
            LoopCells cells = loops.get(i);
            AuthCells auth = cells == null ? null : cells.auth();
            if (auth != null) {
                add.accept(auth, sums);
            }
        }
        return sums;
    }
}
