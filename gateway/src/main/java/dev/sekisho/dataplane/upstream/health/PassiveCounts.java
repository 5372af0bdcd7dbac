package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.PassiveHealth;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what answers to requests tell: in a row, or within a window. Thread-safe. */
final class PassiveCounts {

    private final AtomicInteger statuses = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger timeouts = new AtomicInteger();
    private final AtomicInteger successes = new AtomicInteger();
    private volatile long windowStart;
    private volatile boolean counting;

    /** A good answer; whether enough came in a row. */
    boolean success(PassiveHealth limits, boolean down) {
        if (limits.window().isZero() && counting) {
            statuses.set(0);
            connections.set(0);
            timeouts.set(0);
            counting = false;
        }
        return down && successes.incrementAndGet() >= limits.successes();
    }

    /** A failure; gives what has reached its limit, or nothing. */
    String failure(PassiveHealth limits, Reason reason, boolean down, long now) {
        if (!limits.window().isZero()
                && (!counting || now - windowStart > limits.window().toNanos())
                && !down) {
            clear();
            windowStart = now;
        }
        counting = true;
        successes.set(0);
        return switch (reason) {
            case NONE -> reached(statuses, limits.httpFailures(), "bad statuses", down);
            case UPSTREAM_TIMEOUT, UPSTREAM_WRITE_TIMEOUT, CONNECT_TIMEOUT ->
                reached(timeouts, limits.timeouts(), "timeouts", down);
            default -> reached(connections, limits.tcpFailures(), "failed connections", down);
        };
    }

    /** One that is down already and was asked again goes down again with the first failure. */
    private static String reached(AtomicInteger count, int limit, String what, boolean down) {
        int now = count.incrementAndGet();
        return limit > 0 && (down || now >= limit) ? now + " " + what : "";
    }

    void clear() {
        statuses.set(0);
        connections.set(0);
        timeouts.set(0);
        successes.set(0);
        counting = false;
    }
}
