package dev.sekisho.dataplane;

/** What serves the requests of a route once its policies let them through. Shared by exchanges; thread-safe, never blocks. */
public interface Handler {

    /**
     * Serves the request: answers it with {@link ChainRunner#reply}, or takes it as the exchange's {@link UpstreamCall}.
     * Runs on the exchange's event loop.
     */
    void handle(Exchange exchange);
}
