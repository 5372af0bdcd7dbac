package dev.sekisho.dataplane.upstream.balancer;

/**
 * The one with the fewest calls under way for its weight; between equals, whose turn it is in the smooth sequence, as nginx's
 * {@code least_conn}.
 */
final class LeastConnections implements Balancer, Candidates {

    private final RoundRobin turns = new RoundRobin();
    private Candidates all = this; // until the first choice
    private long leastActive;
    private long leastWeight;

    @Override
    public int pick(Candidates from, long key) {
        all = from;
        leastWeight = 0;
        for (int i = 0; i < from.size(); i++) {
            if (from.mayServe(i) && from.weight(i) > 0 && (leastWeight == 0 || compare(i) < 0)) {
                leastActive = from.active(i);
                leastWeight = from.weight(i);
            }
        }
        return leastWeight == 0 ? -1 : turns.pick(this, key);
    }

    /** Compares calls per weight with the least so far, without dividing. */
    private int compare(int i) {
        return Long.compare(all.active(i) * leastWeight, leastActive * all.weight(i));
    }

    @Override
    public void changed(Candidates now) {
        turns.changed(now);
    }

    // The equals, as the turns see them

    @Override
    public int size() {
        return all == this ? 0 : all.size();
    }

    @Override
    public boolean mayServe(int i) {
        return all.mayServe(i) && all.weight(i) > 0 && compare(i) == 0;
    }

    @Override
    public int weight(int i) {
        return all.weight(i);
    }

    @Override
    public int configuredWeight(int i) {
        return all.configuredWeight(i);
    }

    @Override
    public String address(int i) {
        return all.address(i);
    }

    @Override
    public int active(int i) {
        return all.active(i);
    }

    @Override
    public long latencyNanos(int i) {
        return all.latencyNanos(i);
    }

    @Override
    public long identity(int i) {
        return all.identity(i);
    }
}
