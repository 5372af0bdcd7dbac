package dev.sekisho.dataplane.upstream.balancer;

/**
 * By the key, weights being shares of all keys; where the one that a key falls on may not serve, the key is mixed again, as
 * nginx's {@code ip_hash} does. Equal keys go to the same target as long as the candidates stay the same.
 */
final class WeightedHash implements Balancer {

    private static final int TRIES = 20; // as nginx, before it takes whoever may serve

    @Override
    public int pick(Candidates from, long key) {
        long total = 0;
        for (int i = 0; i < from.size(); i++) {
            total += from.weight(i);
        }
        if (total == 0) {
            return -1;
        }
        long mixed = key;
        for (int t = 0; t < TRIES; t++) {
            int chosen = at(from, Math.floorMod(mixed >>> 1, total));
            if (from.mayServe(chosen)) {
                return chosen;
            }
            mixed = KeyHash.mix(mixed + 1);
        }
        return Draw.at(from, -1, mixed);
    }

    private static int at(Candidates from, long place) {
        long left = place;
        int last = from.size() - 1;
        for (int i = 0; i < last; i++) {
            left -= from.weight(i);
            if (left < 0) {
                return i;
            }
        }
        return last;
    }
}
