package dev.sekisho.dataplane.upstream.balancer;

/**
 * Weighted round robin that spreads the heavy ones out, in the sequence of nginx
 * (ngx_http_upstream_round_robin, "smooth weighted round-robin"): each round every candidate gains its weight, the
 * largest is taken and pays the total. One thread only; allocates nothing.
 */
public final class SmoothRoundRobin {

    private final int[] weights;
    private final long[] current;

    /** Starts a sequence over these weights; 0 is never taken. */
    public SmoothRoundRobin(int[] weights) {
        this.weights = weights.clone();
        this.current = new long[weights.length];
    }

    /**
     * The next one, or -1 where none is left.
     *
     * @param excluded bits of those that are not to be taken, as far as there are bits
     */
    public int next(long excluded) {
        int best = -1;
        long total = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0 || (i < Long.SIZE && (excluded >>> i & 1) != 0)) {
                continue;
            }
            total += weights[i];
            current[i] += weights[i];
            if (best < 0 || current[i] > current[best]) {
                best = i;
            }
        }
        if (best >= 0) {
            current[best] -= total;
        }
        return best;
    }
}
