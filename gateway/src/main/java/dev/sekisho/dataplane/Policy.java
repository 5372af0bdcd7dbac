package dev.sekisho.dataplane;

/**
 * One step of a route's chain; shared by every exchange of a snapshot: immutable, thread-safe, never blocks. An exception
 * is a 500 and never a pass. What a class does not override is never called ({@link PolicyChain}).
 */
public interface Policy {

    /** The request head is in; runs on the exchange's event loop, in the order of the chain. */
    default Outcome onRequest(Exchange exchange) {
        return Outcome.CONTINUE;
    }

    /** The response head is there, from the backend or from a reply; runs in reverse order. A reply replaces it. */
    default Outcome onResponse(Exchange exchange) {
        return Outcome.CONTINUE;
    }

    /** The exchange is over; runs exactly once if {@link #onRequest} ran, also when the client left. */
    default void onEnd(Exchange exchange) {}
}
