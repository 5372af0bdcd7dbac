package dev.sekisho.dataplane;

import java.util.Optional;

/**
 * What one configuration serves with, as the data plane sees it. An exchange keeps the generation that it started with to
 * its end.
 */
public interface Generation {

    /**
     * The route of the request. Where none matches, a route that answers 404. Notes the values of template variables in
     * the exchange.
     */
    ServedRoute route(Exchange exchange);

    /** The route of that name, be it one that no client's request matches; notes values of template variables as {@link #route} does. */
    default Optional<ServedRoute> route(Exchange exchange, String name) {
        return Optional.empty();
    }

    /** The variables that the configuration declares. */
    default Variables variables() {
        return Variables.NONE;
    }

    /** Who sees exchanges end. */
    ExchangeObserver observer();

    /** An exchange begins on the loop of that number; on that loop. */
    void entered(int loop);

    /** An exchange that began has ended; on the same loop. */
    void left(int loop);
}
