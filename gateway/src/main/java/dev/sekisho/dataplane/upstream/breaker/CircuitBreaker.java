package dev.sekisho.dataplane.upstream.breaker;

import dev.sekisho.model.Breaker;
import dev.sekisho.model.StatusPattern;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * A circuit breaker: closed until too many calls fail, then open for a while, then half open for a few trials, after which it
 * closes, or opens again. Error rates count as in resilience4j's count-based sliding window.
 *
 * <p>One instance serves all loops. Its state is one {@link Word}, changed by compare-and-set alone, so it is exact and
 * nobody waits; the outcomes of the window stand in a ring, whose slot is read before and written after the change that
 * claims it. That is exact as long as fewer calls end at the same moment than the window is long. Each permit is recorded
 * or released exactly once. Allocates nothing but at changes of state.
 */
public final class CircuitBreaker {

    private static final int KEPT_CHANGES = 100;

    private final String name;
    private final Breaker rules;
    private final BreakerEvents events;
    private final InstantSource clock;
    private final BitSet failures = new BitSet(600);
    private final AtomicLong word = new AtomicLong(Word.closed(0));
    private final AtomicLongArray openedAt = new AtomicLongArray(2); // by the parity of the period
    private final AtomicIntegerArray ring;
    private final ConcurrentLinkedDeque<BreakerMetrics.StateChange> changes = new ConcurrentLinkedDeque<>();
    private final LongAdder total = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    /** A closed breaker; the clock is for the times of its changes alone. */
    public CircuitBreaker(String name, Breaker rules, BreakerEvents events, InstantSource clock) {
        this.name = name;
        this.rules = rules;
        this.events = events;
        this.clock = clock;
        this.ring = new AtomicIntegerArray(rules.window());
        rules.statuses().forEach(pattern -> failures.set(pattern.from(), pattern.to() + 1));
        if (rules.statuses().isEmpty()) {
            StatusPattern errors = StatusPattern.parse("5xx");
            failures.set(errors.from(), errors.to() + 1);
        }
    }

    /** Its name: that of the upstream, or of upstream and target. */
    public String name() {
        return name;
    }

    /** Its rules. */
    public Breaker rules() {
        return rules;
    }

    /** Whether a response of this status is a failure. */
    public boolean isFailure(int status) {
        return failures.get(status);
    }

    /** A permit for a call, or -1 where there is none; {@code now} is a {@link System#nanoTime} value. */
    public long acquire(long now) {
        total.increment();
        while (true) {
            long seen = word.get();
            long next = admitted(seen, now);
            if (next == Word.REFUSED) {
                rejected.increment();
                events.rejected(name);
                return -1;
            }
            if (next == seen || word.compareAndSet(seen, next)) {
                if (Word.state(seen) != Word.state(next)) {
                    changed(Word.state(seen), Word.state(next));
                }
                return Word.period(next);
            }
        }
    }

    /** The word once one more call is admitted. */
    private long admitted(long seen, long now) {
        return switch (Word.state(seen)) {
            case CLOSED -> seen;
            case HALF_OPEN -> Word.trials(seen) < rules.trials() ? Word.withTrials(seen, 1, 0) : Word.REFUSED;
            case OPEN -> isRested(seen, now) ? Word.halfOpen(Word.period(seen) + 1) : Word.REFUSED;
        };
    }

    private boolean isRested(long seen, long now) {
        return now - openedAt.get(Word.period(seen) & 1) >= rules.open().toNanos();
    }

    /** Whether {@link #acquire} would give a permit now; counts nothing. */
    public boolean permits(long now) {
        return admitted(word.get(), now) != Word.REFUSED;
    }

    /** A call has ended. A permit of an earlier period counts in the totals alone. */
    public void record(long permit, boolean success, long now) {
        (success ? succeeded : failed).increment();
        while (true) {
            long seen = word.get();
            if (Word.period(seen) != permit) {
                return;
            }
            int place = Word.position(seen);
            long next =
                    Word.state(seen) == State.CLOSED ? recorded(seen, success ? 0 : 1, now) : tried(seen, success, now);
            if (word.compareAndSet(seen, next)) {
                if (Word.state(seen) == State.CLOSED) {
                    ring.set(place, success ? 0 : 1);
                }
                if (Word.state(seen) != Word.state(next)) {
                    changed(Word.state(seen), Word.state(next));
                }
                return;
            }
        }
    }

    private long recorded(long seen, int failure, long now) {
        int window = rules.window();
        int leaving = Word.filled(seen) == window ? ring.get(Word.position(seen)) : 0;
        long next = Word.counted(seen, window, failure, leaving);
        boolean row = rules.consecutiveFailures() > 0 && Word.consecutive(next) >= rules.consecutiveFailures();
        boolean rate = rules.errorRate() > 0
                && Word.filled(next) == window
                && Word.failures(next) * 100 >= rules.errorRate() * window;
        return row || rate ? opened(next, now) : next;
    }

    private long tried(long seen, boolean success, long now) {
        if (Word.state(seen) == State.OPEN) {
            return seen;
        }
        if (!success) {
            return opened(seen, now);
        }
        return Word.successes(seen) + 1 >= rules.successes()
                ? Word.closed(Word.period(seen) + 1)
                : Word.withTrials(seen, -1, 1);
    }

    /** Noted before the change, so that whoever sees the change sees when it was. */
    private long opened(long seen, long now) {
        int period = Word.period(seen) + 1;
        openedAt.set(period & 1, now);
        return Word.open(period, Word.consecutive(seen));
    }

    /** A call is given up, which tells nothing: its place among the trials is free. */
    public void release(long permit) {
        while (true) {
            long seen = word.get();
            if (Word.period(seen) != permit || Word.state(seen) != State.HALF_OPEN) {
                return;
            }
            if (word.compareAndSet(seen, Word.withTrials(seen, -1, 0))) {
                return;
            }
        }
    }

    private void changed(State from, State to) {
        changes.addLast(new BreakerMetrics.StateChange(from, to, clock.instant()));
        if (changes.size() > KEPT_CHANGES) {
            changes.pollFirst();
        }
        events.stateChange(name, from, to);
        if (to == State.OPEN) {
            events.trip(name);
        } else if (to == State.CLOSED) {
            events.recovery(name);
        }
    }

    /** Its state; half open as soon as a trial would be let through. */
    public State state(long now) {
        long seen = word.get();
        return Word.state(seen) == State.OPEN && isRested(seen, now) ? State.HALF_OPEN : Word.state(seen);
    }

    /** What it has seen. */
    public BreakerMetrics metrics(long now) {
        long seen = word.get();
        boolean counted = Word.state(seen) == State.CLOSED && Word.filled(seen) > 0;
        return new BreakerMetrics(
                total.sum(),
                succeeded.sum(),
                failed.sum(),
                rejected.sum(),
                new ArrayList<>(changes),
                state(now),
                counted ? (double) Word.failures(seen) / Word.filled(seen) : 0,
                Word.consecutive(seen));
    }
}
