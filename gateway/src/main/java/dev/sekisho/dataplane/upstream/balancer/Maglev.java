package dev.sekisho.dataplane.upstream.balancer;

import java.util.Arrays;

/**
 * Consistent hashing through a table that each candidate fills in an order of its own (Eisenbud et al., "Maglev: A Fast and
 * Reliable Software Network Load Balancer", NSDI 2016, section 3.4): more even than a ring, with a little more movement. A key
 * whose candidate may not serve goes on through the table.
 */
final class Maglev implements Balancer {

    private static final int SIZE = 65_537; // a prime, as the paper asks
    private static final int EMPTY = -1;

    private int[] table = new int[0];

    @Override
    public int pick(Candidates from, long key) {
        if (!from.anyServes()) {
            return -1; // without a walk through the whole table
        }
        int start = (int) Math.floorMod(key >>> 1, (long) SIZE);
        for (int i = 0; i < table.length; i++) {
            int owner = table[(start + i) % SIZE];
            if (from.mayServe(owner)) {
                return owner;
            }
        }
        return -1;
    }

    @Override
    public void changed(Candidates now) {
        int heaviest = 0;
        for (int i = 0; i < now.size(); i++) {
            heaviest = Math.max(heaviest, now.weight(i));
        }
        table = heaviest == 0 ? new int[0] : filled(now, heaviest);
    }

    private static int[] filled(Candidates now, int heaviest) {
        int[] table = new int[SIZE];
        Arrays.fill(table, EMPTY);
        int[] next = new int[now.size()]; // place in each one's order
        double[] due = new double[now.size()]; // turns that a lighter one has saved up
        for (int taken = 0; taken < SIZE; ) {
            for (int i = 0; i < next.length && taken < SIZE; i++) {
                due[i] += (double) now.weight(i) / heaviest;
                if (due[i] < 1) {
                    continue;
                }
                due[i] -= 1;
                table[free(table, now.identity(i), next, i)] = i;
                taken++;
            }
        }
        return table;
    }

    private static int free(int[] table, long identity, int[] next, int i) {
        long offset = Math.floorMod(KeyHash.mix(identity) >>> 1, (long) SIZE);
        long skip = Math.floorMod(KeyHash.mix(identity + 1) >>> 1, (long) SIZE - 1) + 1;
        int place = (int) ((offset + next[i] * skip) % SIZE);
        while (table[place] != EMPTY) {
            next[i]++;
            place = (int) ((offset + next[i] * skip) % SIZE);
        }
        next[i]++;
        return place;
    }
}
