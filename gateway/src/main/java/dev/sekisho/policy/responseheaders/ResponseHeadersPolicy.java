package dev.sekisho.policy.responseheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.HeaderEdits;

/** Applies the changes to each response, the gateway's own included; allocates nothing. */
record ResponseHeadersPolicy(HeaderEdits edits) implements Policy {

    @Override
    public Outcome onResponse(Exchange exchange) {
        edits.apply(exchange.response().headers(), exchange);
        return Outcome.CONTINUE;
    }
}
