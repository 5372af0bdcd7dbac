package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.PassiveHealth;

/**
 * Whether one target is asked, from what probes and answers tell; kept over reloads. Shared by loops and probes without locks:
 * counters are atomic, and a count that is one off under a race does no harm, since the next answer settles it.
 *
 * <p>A target is down until its probes succeed (Kong), or for a time after which it is asked again (nginx's
 * {@code fail_timeout}); one further failure then takes it down again, a success brings it back. Beside that it may be ejected
 * as an outlier, see {@link OutlierDetector}.
 */
public final class TargetHealth {

    private final String upstream;
    private final String target;
    private final HealthEvents events;
    private final Outlier outlier = new Outlier();
    private final PassiveCounts passive = new PassiveCounts();
    private final ProbeCounts probes = new ProbeCounts();
    private volatile boolean sound = true; // neither down nor ejected: the fast answer
    private volatile boolean down;
    private volatile boolean timed; // whether it is asked again by itself
    private volatile long until;
    private volatile long trial; // nanoseconds for which a trial keeps others out
    private volatile long since;
    private volatile String why = "";
    private volatile OwnLimits own = OwnLimits.NOTHING;
    private volatile boolean tried; // by one request at a time once it has rested

    /** A target that is taken to be healthy; the names are for events. */
    public TargetHealth(String upstream, String target, HealthEvents events, long now) {
        this.upstream = upstream;
        this.target = target;
        this.events = events;
        this.since = now;
    }

    /** Whether it is asked; {@code now} is a {@link System#nanoTime} value. */
    public boolean isHealthy(long now) {
        return sound || isUp(now) && !outlier.isEjected(now);
    }

    private boolean isUp(long now) {
        return !down || timed && now - until >= 0;
    }

    /** Sets what it has otherwise than the upstream says: -1 for nothing. */
    public void limits(int maxFails, long failNanos) {
        if (own.maxFails() != maxFails || own.failNanos() != failNanos) {
            own = new OwnLimits(maxFails, failNanos);
        }
    }

    /** It is about to be asked: where that is a trial, nobody else asks it for as long as it has rested. */
    public void asked(long now) {
        if (!sound && down && timed && tried && now - until >= 0) {
            until = now + trial;
        }
    }

    /** When it became healthy, or was made. */
    public long healthySinceNanos() {
        return since;
    }

    /** What came of a request: an answer, with no reason, or the reason why there is none. */
    public void reported(HealthRules rules, Reason reason, int status, long now) {
        PassiveHealth limits = rules.passive();
        if (limits == null) {
            return;
        }
        if (reason == Reason.NONE && !rules.isFailure(status)) {
            if (passive.success(limits, own, down, now) && down) {
                up("answers: " + limits.successes() + " good in a row", now);
            }
            return;
        }
        String reached = passive.failure(limits, own, reason, down, now);
        boolean untilProbed = down && !timed;
        if (!reached.isEmpty() && !untilProbed) {
            long rest = own.rest(limits);
            boolean again = rest > 0;
            tried = limits.together();
            trial = rest;
            until = now + rest;
            goDown("answers: " + reached, again);
        }
    }

    /** What came of a probe. */
    public void probed(HealthRules rules, ProbeResult result, long now) {
        ActiveHealth limits = rules.active();
        if (limits == null) {
            return;
        }
        int count = probes.count(result, down);
        if (result == ProbeResult.GOOD) {
            if (down && count >= limits.healthy().successes()) {
                up("probes: " + count + " good in a row", now);
            }
            return;
        }
        int limit = ProbeCounts.limit(limits.unhealthy(), result);
        if (limit > 0 && count >= limit) {
            goDown("probes: " + count + " " + result.words() + " in a row", false);
        }
    }

    private void goDown(String cause, boolean again) {
        boolean was = down;
        timed = again;
        down = true;
        sound = false;
        if (!was) {
            why = cause;
            events.changed(upstream, target, false, cause);
        }
    }

    private void up(String cause, long now) {
        down = false;
        since = now;
        passive.clear();
        settle(now);
        why = cause;
        events.changed(upstream, target, true, cause);
    }

    private void settle(long now) {
        sound = !down && !outlier.isEjected(now);
    }

    Outlier outlier() {
        return outlier;
    }

    void eject(long base, long longest, long now, String cause) {
        long nanos = outlier.eject(base, longest, now);
        sound = false;
        why = "outlier: " + cause + ", left out for " + nanos / 1_000_000 + " ms";
        events.changed(upstream, target, false, why);
    }

    void readmit(long now) {
        outlier.readmit();
        since = now;
        settle(now);
        why = "its ejection is over";
        events.changed(upstream, target, true, why);
    }

    /** Forgets what probes found, for a target that is probed no longer. */
    public void unprobed(long now) {
        if (down && !timed) {
            up("it is probed no longer", now);
        }
    }

    /** How it is now. */
    public HealthView view(long now) {
        return new HealthView(isHealthy(now), why, outlier.multiplier());
    }
}
