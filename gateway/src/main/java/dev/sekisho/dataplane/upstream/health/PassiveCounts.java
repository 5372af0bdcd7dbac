package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.PassiveHealth;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what answers to requests tell: in a row, within a window, or together as nginx. Thread-safe. */
final class PassiveCounts {

    private final AtomicInteger statuses = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger timeouts = new AtomicInteger();
    private final AtomicInteger successes = new AtomicInteger();
    private volatile long windowStart; // of the last failure where they count together
    private volatile boolean counting;

    /** A good answer; whether enough came in a row. */
    boolean success(PassiveHealth limits, OwnLimits own, boolean down, long now) {
        if (limits.together()) {
            boolean later = counting && now - windowStart > own.window(limits);
            if (later && !down) {
                clear();
            }
            return later && down; // a request that began before it went down tells nothing
        }
        if (limits.window().isZero() && counting) {
            statuses.set(0);
            connections.set(0);
            timeouts.set(0);
            counting = false;
        }
        return down && successes.incrementAndGet() >= limits.successes();
    }

    /** A failure; gives what has reached its limit, or nothing. */
    String failure(PassiveHealth limits, OwnLimits own, Reason reason, boolean down, long now) {
        if (limits.together()) {
            return together(limits, own, reason, down, now);
        }
        long window = own.window(limits);
        if (window > 0 && (!counting || now - windowStart > window) && !down) {
            clear();
            windowStart = now;
        }
        counting = true;
        successes.set(0);
        return switch (reason) {
            case NONE -> reached(statuses, own.most(limits.httpFailures()), "bad statuses", down);
            case UPSTREAM_TIMEOUT, UPSTREAM_WRITE_TIMEOUT, CONNECT_TIMEOUT ->
                reached(timeouts, own.most(limits.timeouts()), "timeouts", down);
            default -> reached(connections, own.most(limits.tcpFailures()), "failed connections", down);
        };
    }

    /** All kinds in one count, which only a good answer ends that comes a window after the last of them. */
    private String together(PassiveHealth limits, OwnLimits own, Reason reason, boolean down, long now) {
        int kind = switch (reason) {
            case NONE -> limits.httpFailures();
            case UPSTREAM_TIMEOUT, UPSTREAM_WRITE_TIMEOUT, CONNECT_TIMEOUT -> limits.timeouts();
            default -> limits.tcpFailures();
        };
        if (own.most(kind) == 0) {
            return "";
        }
        windowStart = now;
        counting = true;
        return reached(connections, own.most(kind), "failures", down);
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
