package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Outcome;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for a request's turn, without a thread. Cancelled, it leaves nothing behind on the loop. */
final class Turn extends CompletableFuture<Outcome> {

    private @Nullable Future<?> timer;

    /** Starts on the loop; call it there. */
    static Turn in(EventLoop loop, long nanos) {
        Turn turn = new Turn();
        turn.timer = loop.schedule(() -> turn.complete(Outcome.CONTINUE), nanos, TimeUnit.NANOSECONDS);
        return turn;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        return super.cancel(mayInterrupt);
    }
}
