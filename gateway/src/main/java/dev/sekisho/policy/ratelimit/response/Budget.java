package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.dataplane.HeaderName;
import java.util.List;

/**
 * All limits of one name. Immutable, thread-safe.
 *
 * @param name as it is configured
 * @param toBackend field by which the backend is told what is left
 * @param meters its limits, at least one
 */
record Budget(String name, HeaderName toBackend, List<Meter> meters) {

    Budget {
        meters = List.copyOf(meters);
    }

    /** The least that is left of any limit; the desk is told how long it stays so where that is nothing. */
    long left(UsageDesk desk, long now) {
        long least = Long.MAX_VALUE;
        desk.wait = 0;
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).read(desk.key, now, desk.verdict);
            long left = desk.verdict.remaining(0);
            least = Math.min(least, left);
            if (left == 0) {
                desk.wait = Math.max(desk.wait, desk.verdict.resetNanos(0));
            }
        }
        return least;
    }

    /** Counts what was used. */
    void use(UsageDesk desk, long amount, long now) {
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).use(desk.key, amount, now, desk.verdict);
        }
    }
}
