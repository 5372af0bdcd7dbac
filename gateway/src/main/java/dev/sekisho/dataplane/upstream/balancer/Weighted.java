package dev.sekisho.dataplane.upstream.balancer;

/** At random, by weight. */
final class Weighted implements Balancer {

    private final Draw draw;

    Weighted(long seed) {
        this.draw = new Draw(seed);
    }

    @Override
    public int pick(Candidates from, long key) {
        return draw.from(from, -1);
    }
}
