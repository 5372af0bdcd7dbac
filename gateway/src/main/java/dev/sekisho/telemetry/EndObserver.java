package dev.sekisho.telemetry;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.Reason;

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

    /**
     * The status that the client saw, or was to see: that of the reason where the exchange was cut short before a final
     * head left (499 where the client went away); 0 where there is neither.
     */
    static int status(Exchange exchange) {
        int status = exchange.response().status();
        if (exchange.isHeadSent() || status == 101 || exchange.reason() == Reason.NONE) {
            return status;
        }
        return exchange.reason().status();
    }
}
