package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.model.PassiveHealth;

/**
 * What of passive health one target has otherwise than the others. Immutable, thread-safe.
 *
 * @param maxFails failures that make it unhealthy, 0 for never; -1 for as the upstream says
 * @param failNanos time in which they count and for which it rests; -1 for as the upstream says
 */
record OwnLimits(int maxFails, long failNanos) {

    static final OwnLimits NOTHING = new OwnLimits(-1, -1);

    /** How many failures of a kind are enough that the upstream has this number for; 0 where they do not count. */
    int most(int kind) {
        return maxFails < 0 || kind == 0 ? kind : maxFails;
    }

    /** The time in which failures count, nanoseconds; 0 where they must come in a row. */
    long window(PassiveHealth limits) {
        return failNanos < 0 ? limits.window().toNanos() : failNanos;
    }

    /** How long it rests, nanoseconds; 0 for until a probe succeeds. */
    long rest(PassiveHealth limits) {
        return failNanos < 0 ? limits.retryAfter().toNanos() : failNanos;
    }
}
