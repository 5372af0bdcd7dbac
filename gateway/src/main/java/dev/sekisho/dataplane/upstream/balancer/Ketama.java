package dev.sekisho.dataplane.upstream.balancer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Consistent hashing with the points of nginx's {@code hash ... consistent} (ngx_http_upstream_hash_module) and of
 * Cache::Memcached::Fast, so that a key gets the same target from all of them: 160 for each unit of weight, CRC-32 of host, a
 * zero byte, port, and the point before. Candidates of one name, such as the addresses that a name stands for, take turns
 * at its points. An empty key goes to whose turn it is.
 */
final class Ketama implements Balancer {

    private static final int POINTS = 160; // for a unit of weight
    private static final int MAX_POINTS = 1 << 20; // beyond it, fewer for a unit
    private static final int TRIES = 21; // points; then whose turn it is
    private static final long LOWER = 0xFFFFFFFFL;
    private static final int NAME_BITS = 31; // below a point, so that the sign is free
    private static final int NAME = Integer.MAX_VALUE;

    private final RoundRobin turns = new RoundRobin();
    private long[] ring = new long[0]; // sorted: the point, below it the number of its name
    private int[] names = new int[0]; // of candidates
    private long[] current = new long[0]; // for turns within a name

    @Override
    public int pick(Candidates from, long key) {
        int start = key >>> Integer.SIZE == 0 || ring.length == 0 ? -1 : start(key & LOWER);
        for (int t = 0; t < TRIES && start >= 0; t++) {
            int chosen = ofName((int) (ring[(start + t) % ring.length] & NAME), from);
            if (chosen >= 0) {
                return chosen;
            }
        }
        return turns.pick(from, key);
    }

    private int start(long point) {
        int found = Arrays.binarySearch(ring, point << NAME_BITS);
        return found >= 0 ? found : -found - 1; // the array's length where it is beyond the last one
    }

    private int ofName(int name, Candidates from) {
        int best = -1;
        long total = 0;
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name && from.mayServe(i)) {
                total += from.weight(i);
                current[i] += from.weight(i);
                best = best < 0 || current[i] > current[best] ? i : best;
            }
        }
        if (best >= 0) {
            current[best] -= total;
        }
        return best;
    }

    @Override
    public void changed(Candidates now) {
        turns.changed(now);
        names = new int[now.size()];
        current = new long[now.size()];
        List<String> known = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < names.length; i++) {
            String address = now.address(i);
            int name = known.indexOf(address);
            names[i] = name < 0 ? known.size() : name;
            if (name < 0) {
                known.add(address);
            }
            total += now.configuredWeight(i);
        }
        ring = ring(now, total == 0 ? 0 : (int) Math.clamp(MAX_POINTS / total, 1, POINTS));
    }

    private long[] ring(Candidates now, int each) {
        int[] most = new int[names.length]; // points of a name: equal ones of its candidates count once
        for (int i = 0; i < names.length; i++) {
            most[names[i]] = Math.max(most[names[i]], Math.min(now.configuredWeight(i), MAX_POINTS / POINTS) * each);
        }
        long[] points = new long[Arrays.stream(most).sum()];
        int count = 0;
        for (int i = 0; i < names.length; i++) {
            count += points(now.address(i), names[i], most[names[i]], points, count);
            most[names[i]] = 0;
        }
        Arrays.sort(points);
        return distinct(points);
    }

    private static int points(String address, int name, int count, long[] points, int start) {
        int colon = address.lastIndexOf(':');
        String hostAndPort = address.substring(0, colon) + '\0' + address.substring(colon + 1);
        byte[] text = (hostAndPort + "\0\0\0\0").getBytes(StandardCharsets.UTF_8);
        int before = 0;
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < Integer.BYTES; b++) {
                text[text.length - Integer.BYTES + b] = (byte) (before >>> b * Byte.SIZE);
            }
            before = Crc32.of(Crc32.key(text, 0, text.length));
            points[start + i] = (before & LOWER) << NAME_BITS | name;
        }
        return count;
    }

    /** Of equal points the first counts. */
    private static long[] distinct(long[] sorted) {
        int count = Math.min(1, sorted.length);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] >>> NAME_BITS != sorted[count - 1] >>> NAME_BITS) {
                sorted[count++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, count);
    }
}
