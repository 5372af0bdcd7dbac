package dev.sekisho.dataplane.upstream.balancer;

/**
 * By the client's address in the arithmetic of nginx's {@code ip_hash} (ngx_http_upstream_ip_hash_module), so that a client
 * gets the same target from both: bytes go into a hash modulo 6271, which falls on the share of a target; where that may not
 * serve, the bytes go in again.
 *
 * <p>To go in again is a linear function of the hash, so a key holds its factor in the upper half, its summand in the lower one.
 */
final class AddressHash implements Balancer {

    private static final int MODULUS = 6271;
    private static final int BASIS = 89;
    private static final int FACTOR = 113;
    private static final int TRIES = 21; // then whose turn it is
    private static final long LOWER = 0xFFFFFFFFL;

    private final WeightShares shares = new WeightShares(); // as of the last change, so that a slow start moves no keys
    private final RoundRobin turns = new RoundRobin();

    /** The key of an address's bytes. */
    static long key(byte[] bytes, int start, int end) {
        int factor = 1;
        int summand = 0;
        for (int i = start; i < end; i++) {
            factor = factor * FACTOR % MODULUS;
            summand = (summand * FACTOR + (bytes[i] & 0xFF)) % MODULUS;
        }
        return (long) factor << Integer.SIZE | summand;
    }

    @Override
    public int pick(Candidates from, long key) {
        long factor = (key >>> Integer.SIZE) % MODULUS;
        long summand = (key & LOWER) % MODULUS;
        long hash = BASIS;
        for (int t = 0; t < TRIES && !shares.isEmpty(); t++) {
            hash = (hash * factor + summand) % MODULUS;
            int chosen = shares.at(hash);
            if (from.mayServe(chosen)) {
                return chosen;
            }
        }
        return turns.pick(from, key);
    }

    @Override
    public void changed(Candidates now) {
        shares.take(now);
        turns.changed(now);
    }
}
