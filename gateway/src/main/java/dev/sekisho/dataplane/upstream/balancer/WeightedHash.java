package dev.sekisho.dataplane.upstream.balancer;

/**
 * By the key, weights being shares of all keys; where the one that a key falls on may not serve, the key is mixed again, as
 * nginx's {@code ip_hash} does. Equal keys go to the same target as long as the candidates stay the same.
 */
final class WeightedHash implements Balancer {

    private static final int TRIES = 20; // as nginx, before it takes whoever may serve

    private int[] weights = new int[0]; // as of the last change, so that a slow start moves no keys
    private long total;

    @Override
    public int pick(Candidates from, long key) {
        if (total == 0) {
            return -1;
        }
        long mixed = key;
        for (int t = 0; t < TRIES; t++) {
            int chosen = at(Math.floorMod(mixed >>> 1, total));
            if (from.mayServe(chosen)) {
                return chosen;
            }
            mixed = KeyHash.mix(mixed + 1);
        }
        return Draw.at(from, -1, mixed);
    }

    private int at(long place) {
        long left = place;
        int last = weights.length - 1;
        for (int i = 0; i < last; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return last;
    }

    @Override
    public void changed(Candidates now) {
        weights = new int[now.size()];
        total = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = now.weight(i);
            total += weights[i];
        }
    }
}
