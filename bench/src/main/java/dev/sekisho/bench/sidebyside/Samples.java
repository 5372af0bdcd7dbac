package dev.sekisho.bench.sidebyside;

import java.util.Arrays;
import java.util.List;

/** Latencies in ns, as many as come. Not thread-safe. */
final class Samples {

    private static final int INITIAL = 64 * 1024;

    private long[] values = new long[INITIAL];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = nanos;
    }

    int count() {
        return count;
    }

    /** All of them in order. */
    static long[] sorted(List<Samples> parts) {
        return parts.stream()
                .flatMapToLong(part -> Arrays.stream(part.values, 0, part.count))
                .sorted()
                .toArray();
    }

    /**
     * The value that so much of all lie below.
     *
     * @param sorted not empty
     * @param part from 0 to 1, exclusive
     */
    static long quantile(long[] sorted, double part) {
        return sorted[(int) (sorted.length * part)];
    }
}
