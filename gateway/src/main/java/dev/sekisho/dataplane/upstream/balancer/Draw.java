package dev.sekisho.dataplane.upstream.balancer;

/** Draws candidates at random, by weight (xorshift64*, Marsaglia 2003, Vigna 2016). One thread only. */
final class Draw {

    private static final long STEP = 0x9E3779B97F4A7C15L; // keeps a seed of 0 from standing still

    private long state;

    Draw(long seed) {
        this.state = (seed + 1) * STEP;
    }

    long next() {
        state ^= state >>> 12;
        state ^= state << 25;
        state ^= state >>> 27;
        return state * 0x2545F4914F6CDD1DL;
    }

    /** A candidate other than {@code except}, or -1 where none is left. */
    int from(Candidates candidates, int except) {
        return at(candidates, except, next());
    }

    /** The candidate that this number falls on. */
    static int at(Candidates candidates, int except, long number) {
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += share(candidates, i, except);
        }
        if (total == 0) {
            return -1;
        }
        long place = Math.floorMod(number >>> 1, total);
        for (int i = 0; i < candidates.size(); i++) {
            place -= share(candidates, i, except);
            if (place < 0) {
                return i;
            }
        }
        return -1;
    }

    private static int share(Candidates candidates, int i, int except) {
        return i != except && candidates.mayServe(i) ? candidates.weight(i) : 0;
    }
}
