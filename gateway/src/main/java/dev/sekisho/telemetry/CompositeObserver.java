package dev.sekisho.telemetry;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access log and metrics of one generation as one observer. A fault in either is reported and never reaches the exchange:
 * traffic does not depend on telemetry. Thread-safe; allocates nothing.
 */
public final class CompositeObserver implements ExchangeObserver {

    private static final Logger LOG = LoggerFactory.getLogger(CompositeObserver.class);
    private static final long REPORT_EVERY = 60_000_000_000L; // nanoseconds

    private final EndObserver first;
    private final EndObserver second;
    private volatile long reported = System.nanoTime() - REPORT_EVERY;

    /** Tells both, in this order; {@link EndObserver#NOTHING} stands for none. */
    public CompositeObserver(EndObserver first, EndObserver second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void ended(Exchange exchange) {
        long now = System.nanoTime();
        tell(first, exchange, now);
        tell(second, exchange, now);
    }

    private void tell(EndObserver observer, Exchange exchange, long now) {
        try {
            observer.ended(exchange, now);
        } catch (RuntimeException e) {
            if (now - reported >= REPORT_EVERY) {
                reported = now;
                LOG.error("telemetry failed; requests go on", e);
            }
        }
    }
}
