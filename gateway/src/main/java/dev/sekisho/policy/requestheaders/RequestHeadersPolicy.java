package dev.sekisho.policy.requestheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.HeaderEdits;

/** Applies the changes to each request; allocates nothing. */
record RequestHeadersPolicy(HeaderEdits edits) implements Policy {

    @Override
    public Outcome onRequest(Exchange exchange) {
        edits.apply(exchange.request().headers(), exchange);
        return Outcome.CONTINUE;
    }
}
