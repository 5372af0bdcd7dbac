package dev.sekisho.dataplane.upstream.balancer;

import java.util.HashMap;
import java.util.Map;

/**
 * Weighted round robin that spreads the heavy ones out, in the sequence of nginx (ngx_http_upstream_round_robin, "smooth
 * weighted round-robin"), over candidates that come, go and change their weight: those that stay keep their place in it.
 */
final class RoundRobin implements Balancer {

    private long[] current = new long[0];
    private long[] identities = new long[0];

    @Override
    public int pick(Candidates from, long key) {
        int best = -1;
        long total = 0;
        for (int i = 0; i < current.length; i++) {
            int weight = from.mayServe(i) ? from.weight(i) : 0;
            if (weight == 0) {
                continue;
            }
            total += weight;
            current[i] += weight;
            if (best < 0 || current[i] > current[best]) {
                best = i;
            }
        }
        if (best >= 0) {
            current[best] -= total;
        }
        return best;
    }

    @Override
    public void changed(Candidates now) {
        Map<Long, Long> known = new HashMap<>();
        for (int i = 0; i < identities.length; i++) {
            known.put(identities[i], current[i]);
        }
        identities = new long[now.size()];
        current = new long[now.size()];
        for (int i = 0; i < current.length; i++) {
            identities[i] = now.identity(i);
            current[i] = known.getOrDefault(identities[i], 0L);
        }
    }
}
