package dev.sekisho.policy.fault;

import dev.sekisho.dataplane.Outcome;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Yields an outcome after a while, without a thread that waits. Cancelled, it leaves nothing behind on the loop. */
final class Pause extends CompletableFuture<Outcome> {

    private @Nullable Future<?> timer;

    /** Starts on the loop; call it there. */
    static Pause start(EventLoop loop, long nanos, Outcome then) {
        Pause pause = new Pause();
        pause.timer = loop.schedule(() -> pause.complete(then), nanos, TimeUnit.NANOSECONDS);
        return pause;
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
