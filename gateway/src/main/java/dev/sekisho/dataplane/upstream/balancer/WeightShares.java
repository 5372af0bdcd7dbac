package dev.sekisho.dataplane.upstream.balancer;

/** Configured weights as shares of a circle, of those too that may not serve: one that rests moves no keys of others. One thread only. */
final class WeightShares {

    private int[] weights = new int[0];
    private long total;

    /** Takes the weights of these. */
    void take(Candidates now) {
        weights = new int[now.size()];
        total = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = now.configuredWeight(i);
            total += weights[i];
        }
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return total == 0;
    }

    /** The one on whose share a number falls, modulo the sum; not for none. */
    int at(long number) {
        long left = number % total;
        int last = weights.length - 1;
        for (int i = 0; i < last; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return last;
    }
}
