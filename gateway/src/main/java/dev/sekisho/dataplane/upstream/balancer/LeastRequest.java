package dev.sekisho.dataplane.upstream.balancer;

/**
 * Envoy's least request ("Supported load balancers", with the default bias of 1): of equal weights, the one of two with fewer
 * calls under way; of others, at random by weight / (calls under way + 1).
 */
final class LeastRequest implements Balancer {

    private static final int SCALE = 20; // bits, so that shares stay exact under many calls

    private final OfTwo equals;
    private final Draw draw;

    LeastRequest(long seed) {
        this.equals = new OfTwo(seed, OfTwo.Cost.ACTIVE);
        this.draw = new Draw(seed);
    }

    @Override
    public int pick(Candidates from, long key) {
        return haveOneWeight(from) ? equals.pick(from, key) : byLoad(from);
    }

    private static boolean haveOneWeight(Candidates from) {
        int weight = 0;
        for (int i = 0; i < from.size(); i++) {
            int next = from.mayServe(i) ? from.weight(i) : 0;
            if (next != 0 && weight != 0 && next != weight) {
                return false;
            }
            weight = next == 0 ? weight : next;
        }
        return true;
    }

    private int byLoad(Candidates from) {
        long total = 0;
        for (int i = 0; i < from.size(); i++) {
            total += share(from, i);
        }
        long place = Math.floorMod(draw.next() >>> 1, Math.max(1, total));
        for (int i = 0; i < from.size(); i++) {
            place -= share(from, i);
            if (place < 0) {
                return i;
            }
        }
        return -1;
    }

    private static long share(Candidates from, int i) {
        return from.mayServe(i) ? ((long) from.weight(i) << SCALE) / (Math.max(0, from.active(i)) + 1) : 0;
    }
}
