package dev.sekisho.policy.requestheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.Assignments;
import dev.sekisho.policy.HeaderEdits;

/** Applies the changes to each request; allocates nothing. */
record RequestHeadersPolicy(ClientFields client, HeaderEdits edits, Assignments assignments) implements Policy {

    @Override
    public Outcome onRequest(Exchange exchange) {
        Headers headers = exchange.request().headers();
        int first = assignments.find(headers, exchange); // while all is there that they may be made of
        client.apply(exchange);
        edits.apply(headers, exchange);
        assignments.put(headers, first);
        return Outcome.CONTINUE;
    }
}
