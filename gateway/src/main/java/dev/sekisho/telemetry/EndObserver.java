package dev.sekisho.telemetry;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;

/** An observer that is told the time, so that several of them read the clock once. */
public interface EndObserver extends ExchangeObserver {

    /** Sees nothing. */
    EndObserver NOTHING = (exchange, now) -> {};

    /** The exchange is over; on its event loop. {@code now} is a {@link System#nanoTime} value. */
    void ended(Exchange exchange, long now);

    @Override
    default void ended(Exchange exchange) {
        ended(exchange, System.nanoTime());
    }

    /** The status that the client saw, or was to see; see {@link Exchange#finalStatus}. */
    static int status(Exchange exchange) {
        return exchange.finalStatus();
    }
}
