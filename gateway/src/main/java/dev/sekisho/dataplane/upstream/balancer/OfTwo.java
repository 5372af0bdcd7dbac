package dev.sekisho.dataplane.upstream.balancer;

/**
 * The better of two that are drawn at random by weight (Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", 2001).
 */
final class OfTwo implements Balancer {

    /** What is better. */
    enum Cost {
        /** Fewer calls under way. */
        ACTIVE,
        /** A lower product of response time and calls under way; one whose time is not known yet is tried first. */
        LATENCY
    }

    private final Draw draw;
    private final Cost cost;

    OfTwo(long seed, Cost cost) {
        this.draw = new Draw(seed);
        this.cost = cost;
    }

    @Override
    public int pick(Candidates from, long key) {
        int one = draw.from(from, -1);
        int other = one < 0 ? -1 : draw.from(from, one);
        return other < 0 || costs(from, one) <= costs(from, other) ? one : other;
    }

    private double costs(Candidates from, int i) {
        return switch (cost) {
            case ACTIVE -> from.active(i);
            case LATENCY -> {
                long latency = from.latencyNanos(i);
                // one call finds out how fast a new one is; until then it gets no more
                yield latency == 0 && from.active(i) > 0 ? Double.MAX_VALUE : (double) latency * (from.active(i) + 1);
            }
        };
    }
}
