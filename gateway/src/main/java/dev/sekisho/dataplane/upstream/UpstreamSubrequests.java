package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Subrequest;
import dev.sekisho.dataplane.SubrequestService;
import java.util.concurrent.CompletableFuture;

/**
 * Subrequests to an upstream. Thread-safe.
 *
 * @param upstream who is asked
 * @param calls spare calls
 */
public record UpstreamSubrequests(UpstreamService upstream, ProxyCalls calls) implements SubrequestService {

    @Override
    public CompletableFuture<Outcome> ask(Exchange x, Subrequest subrequest) {
        return SubrequestCall.ask(x, subrequest, upstream, calls);
    }
}
