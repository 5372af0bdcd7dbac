package dev.sekisho.dataplane.upstream.balancer;

import java.util.Arrays;

/**
 * Consistent hashing on a ring: each candidate has points on it by its weight, a key goes to the next point that may serve
 * (Karger et al. 1997; Ketama's 160 points for one of average weight). When a candidate goes, only its keys move.
 */
final class RingHash implements Balancer {

    private static final int POINTS = 160; // of a candidate of average weight
    private static final int MAX_POINTS = 1 << 20;

    private long[] points = new long[0]; // sorted; the candidate's number in owners at the same place
    private int[] owners = new int[0];

    @Override
    public int pick(Candidates from, long key) {
        if (!from.anyServes()) {
            return -1; // without a walk around the whole ring
        }
        int found = Arrays.binarySearch(points, key);
        int start = found >= 0 ? found : -found - 1;
        for (int i = 0; i < points.length; i++) {
            int owner = owners[(start + i) % points.length];
            if (from.mayServe(owner)) {
                return owner;
            }
        }
        return -1;
    }

    @Override
    public void changed(Candidates now) {
        long total = 0;
        int weighty = 0;
        for (int i = 0; i < now.size(); i++) {
            total += now.weight(i);
            weighty += now.weight(i) > 0 ? 1 : 0;
        }
        double each = Math.min((double) POINTS * weighty, MAX_POINTS) / Math.max(1, total);
        long[] unsorted = new long[0];
        int[] by = new int[0];
        int count = 0;
        for (int i = 0; i < now.size(); i++) {
            int own = now.weight(i) == 0 ? 0 : Math.max(1, (int) Math.round(now.weight(i) * each));
            unsorted = Arrays.copyOf(unsorted, count + own);
            by = Arrays.copyOf(by, count + own);
            for (int p = 0; p < own; p++) {
                unsorted[count] = KeyHash.mix(now.identity(i) + KeyHash.mix(p + 1));
                by[count++] = i;
            }
        }
        sort(unsorted, by);
    }

    private void sort(long[] unsorted, int[] by) {
        Integer[] order = new Integer[unsorted.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(unsorted[a], unsorted[b]));
        points = new long[unsorted.length];
        owners = new int[unsorted.length];
        for (int i = 0; i < order.length; i++) {
            points[i] = unsorted[order[i]];
            owners[i] = by[order[i]];
        }
    }
}
