package dev.sekisho.dataplane.upstream.balancer;

import java.nio.charset.StandardCharsets;

/**
 * By the key in the arithmetic of nginx's {@code hash} (ngx_http_upstream_hash_module), so that a key gets the same target from
 * both: 15 bits of its CRC-32 fall on the share of a target; where that may not serve, those of the key with the number of the
 * try before it are added. An empty key goes to whose turn it is.
 */
final class ModuloHash implements Balancer {

    private static final int TRIES = 21; // then whose turn it is
    private static final int BITS = 0x7FFF;
    private static final int[] NUMBERS = numbers(); // CRC of the number of each try

    private final WeightShares shares = new WeightShares(); // as of the last change, so that a slow start moves no keys
    private final RoundRobin turns = new RoundRobin();

    private static int[] numbers() {
        int[] numbers = new int[TRIES];
        for (int i = 0; i < TRIES; i++) {
            byte[] digits = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
            numbers[i] = Crc32.of(Crc32.key(digits, 0, digits.length));
        }
        return numbers;
    }

    @Override
    public int pick(Candidates from, long key) {
        long sum = 0;
        for (int t = 0; t < TRIES && key >>> Integer.SIZE != 0 && !shares.isEmpty(); t++) {
            int crc = t == 0 ? Crc32.of(key) : Crc32.joined(NUMBERS[t], key);
            sum += crc >>> 16 & BITS;
            int chosen = shares.at(sum);
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
