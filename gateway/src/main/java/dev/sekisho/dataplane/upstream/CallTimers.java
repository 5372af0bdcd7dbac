package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TimerWheel;

/** What a call waits for: its deadline, its next retry, its second try. Used again with its call; not thread-safe. */
final class CallTimers {

    private final LoopContext loop;
    private final Due deadline;
    private final Due backoff;
    private final Due hedge;

    CallTimers(LoopContext loop, Runnable deadline, Runnable backoff, Runnable hedge) {
        this.loop = loop;
        this.deadline = new Due(deadline);
        this.backoff = new Due(backoff);
        this.hedge = new Due(hedge);
    }

    private static final class Due extends TimerWheel.Entry {
        private final Runnable action;

        Due(Runnable action) {
            this.action = action;
        }

        @Override
        protected void expired(long now) {
            action.run();
        }
    }

    /** The whole call must be over then, nanoseconds from now. */
    void deadline(long nanos) {
        loop.timeout(deadline, nanos);
    }

    /** The next retry is made then. */
    void backoff(long nanos) {
        loop.timeout(backoff, nanos);
    }

    /** A second try is made then. */
    void hedge(long nanos) {
        loop.timeout(hedge, nanos);
    }

    /** The first try has answered. */
    void noHedge() {
        loop.clear(hedge);
    }

    /** The call may last. */
    void noDeadline() {
        loop.clear(deadline);
    }

    /** Waits for nothing any more. */
    void clear() {
        loop.clear(deadline);
        loop.clear(backoff);
        loop.clear(hedge);
    }
}
