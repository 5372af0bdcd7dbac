package dev.sekisho.dataplane;

import java.util.concurrent.CompletableFuture;

/**
 * A service of the configuration as policies may ask it about a request, by its connections, balancer, breaker and timeouts.
 * Thread-safe.
 */
public interface SubrequestService {

    /** One that never answers; for where nothing may be asked. */
    SubrequestService UNASKED = (x, subrequest) -> new CompletableFuture<>();

    /**
     * Asks; on the loop of the exchange. What the subrequest makes of the answer is the outcome; where it throws, the stage
     * fails. Cancelling the stage gives the question up.
     *
     * @param x the exchange that the policy has to decide about, which has begun
     */
    CompletableFuture<Outcome> ask(Exchange x, Subrequest subrequest);
}
