package dev.sekisho.policy.answerheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.HeaderEdits;

/**
 * Applies the changes for the origin of each answer; allocates nothing. An answer that has a reason is one of the gateway's.
 *
 * @param service changes of answers of the backend
 * @param gateway changes of answers of the gateway
 */
record AnswerHeadersPolicy(HeaderEdits service, HeaderEdits gateway) implements Policy {

    @Override
    public Outcome onResponse(Exchange x) {
        (x.reason() == Reason.NONE ? service : gateway).apply(x.response().headers(), x);
        return Outcome.CONTINUE;
    }
}
