package dev.sekisho.dataplane;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a policy decided. */
public sealed interface Outcome {

    /** Go on with the next policy; allocates nothing. */
    Outcome CONTINUE = Continue.CONTINUE;

    /** Go on with the next policy. */
    enum Continue implements Outcome {
        /** The only one. */
        CONTINUE
    }

    /**
     * Answer now; no further policy and no backend sees the request.
     *
     * @param response what to answer
     */
    record Reply(Response response) implements Outcome {}

    /**
     * Wait without blocking; go on with what the stage yields, on the exchange's event loop. A stage that fails is a 500.
     * When the client leaves, the stage is cancelled; a stage that several exchanges share must therefore be given as a
     * {@link java.util.concurrent.CompletableFuture#copy copy}.
     *
     * @param stage yields the outcome
     */
    record Await(CompletionStage<? extends Outcome> stage) implements Outcome {}

    /**
     * Wait until all of a body is in: of the request in {@link Policy#onRequest}, of the response in {@link Policy#onResponse}. Its
     * trailers are dropped. An answer that has no body, such as one to HEAD, goes on at once.
     *
     * @param maxBytes how much may be kept in memory for it
     * @param then what to do with it
     */
    record Gather(int maxBytes, GatheredBody then) implements Outcome {}

    /**
     * Give up this chain and serve the request by another route, from the beginning of its chain: from {@link Policy#onRequest}, or from
     * {@link Policy#onResponse}, whose response is then dropped. Policies that have run see their end; what they have changed of the request
     * stays. At most 10 times for a request; it is answered {@link Reason#ROUTE_CYCLE} then.
     *
     * @param route name of the route, be it one that no client's request matches; empty for the one that matches the request as it is now
     */
    record Reroute(Optional<String> route) implements Outcome {

        /** To the route that matches the request as it is now. */
        public static final Reroute MATCHING = new Reroute(Optional.empty());
    }

    /** End the connection of the client without an answer; over HTTP/2, the stream. From {@link Policy#onRequest} only. */
    Outcome CLOSE = Close.CLOSE;

    /** End the connection of the client without an answer. */
    enum Close implements Outcome {
        /** The only one. */
        CLOSE
    }
}
