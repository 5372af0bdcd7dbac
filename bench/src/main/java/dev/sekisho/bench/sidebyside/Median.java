package dev.sekisho.bench.sidebyside;

import java.util.Arrays;

/** The median: of an even count, the mean of the middle two. */
final class Median {

    private Median() {}

    /** @throws IllegalArgumentException without values */
    static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values: 0 (expected: >= 1)");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
