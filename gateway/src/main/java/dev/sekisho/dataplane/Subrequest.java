package dev.sekisho.dataplane;

import java.util.Optional;

/**
 * A request beside the client's, without a body, as nginx's auth_request makes: how it looks, and what its answer means for
 * the client's. Shared by exchanges and loops; all methods run on the loop of the exchange that is decided about.
 */
public interface Subrequest {

    /**
     * Makes the request.
     *
     * @param x the client's exchange, not to be changed here
     * @param head a copy of the client's head, byte for byte at the same places, without framing, Host, Upgrade, Expect, Range
     *     and preconditions, and without a body whatever is done to it
     */
    void make(Exchange x, RequestHead head);

    /** Longest body of an answer that is of use, bytes. */
    int maxBody();

    /** Whether bodies of 2xx are of use too. */
    default boolean wantsBodies() {
        return false;
    }

    /** Longest time for all of it, nanoseconds; 0 for as the service says. */
    long totalNanos();

    /**
     * The service has answered.
     *
     * @param head the answer's, which is gone afterwards
     * @param body of an answer other than 2xx, and of others where {@link #wantsBodies}; empty where it is longer than {@link #maxBody}
     */
    Outcome answered(Exchange x, ResponseHead head, Optional<byte[]> body);

    /** There is no answer, or not all of one. */
    Outcome failed(Exchange x, Reason reason);
}
