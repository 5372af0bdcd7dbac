package dev.sekisho.policy.respond;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;

/** Gives every request the same answer, made beforehand. */
record RespondPolicy(Outcome.Reply reply) implements Policy {

    @Override
    public Outcome onRequest(Exchange exchange) {
        return reply;
    }
}
