package dev.sekisho.telemetry.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** A histogram that every event loop keeps for itself. Thread-safe. */
final class LoopHistogram {

    private final Buckets buckets;
    private final AtomicReferenceArray<long[]> loops;

    LoopHistogram(Buckets buckets, int loops) {
        this.buckets = buckets;
        this.loops = new AtomicReferenceArray<>(loops);
    }

    /** The loop's own part, made on first use; the loop's. */
    long[] loop(int loop) {
        long[] cells = loops.get(loop);
        if (cells == null) {
            cells = buckets.create(0);
            loops.set(loop, cells);
        }
        return cells;
    }

    Buckets buckets() {
        return buckets;
    }

    /** The sum over the loops. */
    long[] sum() {
        long[] sum = buckets.create(0);
        for (int i = 0; i < loops.length(); i++) {
            long[] cells = loops.get(i);
            if (cells != null) {
                buckets.addTo(sum, cells);
            }
        }
        return sum;
    }
}
