package dev.sekisho.policy.respond;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers requests. An answer that depends on nothing was made beforehand, and costs no allocation.
 *
 * @param trigger what a request must have to be answered; empty for nothing
 * @param answer the answer to a request
 */
record RespondPolicy(Optional<Trigger> trigger, Function<Exchange, Outcome> answer) implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        return trigger.isEmpty() || trigger.get().isIn(x.request()) ? answer.apply(x) : Outcome.CONTINUE;
    }
}
