package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.policy.cache.store.Flight;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for another one's response. What it comes to is found on its own loop, and only while its exchange is there:
 * the chain cancels the stage on that loop when the client leaves.
 */
final class Waiting extends CompletableFuture<Outcome> implements Flight.Waiter {

    private final Exchange x;
    private final int serial;
    private final Function<Flight.Result, Outcome> then;
    private @Nullable Future<?> timer;

    private Waiting(Exchange x, Function<Flight.Result, Outcome> then) {
        this.x = x;
        this.serial = x.serial();
        this.then = then;
    }

    /**
     * Waits; on the loop of the exchange.
     *
     * @param nanos how long at most, which then is as if the response were of no use
     */
    static Outcome start(Exchange x, Flight flight, long nanos, Function<Flight.Result, Outcome> then) {
        Waiting waiting = new Waiting(x, then);
        waiting.timer = x.loop()
                .eventLoop()
                .schedule(() -> waiting.decide(Flight.Result.UNCACHEABLE), nanos, TimeUnit.NANOSECONDS);
        flight.join(waiting);
        return new Outcome.Await(waiting);
    }

    @Override
    public void landed(Flight.Result result) {
        x.loop().eventLoop().execute(() -> decide(result));
    }

    private void decide(Flight.Result result) {
        stop();
        if (isDone() || x.serial() != serial) {
            return; // the exchange is over: it may have ended before the chain took this stage over
        }
        x.loop().readClock();
        try {
            complete(then.apply(result));
        } catch (RuntimeException e) {
            completeExceptionally(e);
        }
    }

    private void stop() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        stop();
        return super.cancel(mayInterrupt);
    }
}
