package dev.sekisho.policy.ratelimit.algorithm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Ties the monotonic clock to the calendar, once: what the wall clock does later, moves no window. Immutable, thread-safe.
 *
 * @param origin where times of this line begin, a {@link System#nanoTime} value
 * @param wallNanos what the wall clock said at the origin, nanoseconds since 1970-01-01T00:00Z
 */
public record Timeline(long origin, long wallNanos) {

    /** Loops may hold a time a moment older than the one that is read here; none is older than that. */
    private static final long BEFORE = TimeUnit.HOURS.toNanos(1);

    /** From now on. */
    public static Timeline of(long nanoTime, InstantSource clock) {
        Instant wall = clock.instant();
        long nanos = Math.addExact(TimeUnit.SECONDS.toNanos(wall.getEpochSecond()), wall.getNano());
        return new Timeline(nanoTime - BEFORE, nanos - BEFORE);
    }

    /** The time since the origin, nanoseconds, at least 1. */
    public long at(long nanoTime) {
        return Math.max(1, nanoTime - origin);
    }
}
