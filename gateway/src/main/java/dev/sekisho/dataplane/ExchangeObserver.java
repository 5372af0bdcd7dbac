package dev.sekisho.dataplane;

/** Sees exchanges end: access log and metrics. Shared by loops; must not block. */
public interface ExchangeObserver {

    /** Sees nothing. */
    ExchangeObserver NONE = exchange -> {};

    /** The exchange is over; runs on its event loop, and must not keep the exchange. */
    void ended(Exchange exchange);
}
