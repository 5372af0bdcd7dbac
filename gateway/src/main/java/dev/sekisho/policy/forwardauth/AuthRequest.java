package dev.sekisho.policy.forwardauth;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.Subrequest;
import java.util.Optional;

/**
 * The question to the authoriser, and what its answer means: 2xx lets the request pass, all else refuses it.
 *
 * @param head what is asked
 * @param permission what follows from a 2xx
 * @param refusals what follows from all else
 * @param variables what follows from either
 * @param maxBody longest body of an answer that is passed on, bytes
 * @param totalNanos longest time, 0 for as the upstream says
 */
record AuthRequest(
        AuthHead head,
        Permission permission,
        Refusals refusals,
        AnswerVariables variables,
        int maxBody,
        long totalNanos)
        implements Subrequest {

    @Override
    public void make(Exchange x, RequestHead copy) {
        head.write(x, copy);
    }

    @Override
    public Outcome answered(Exchange x, ResponseHead answer, Optional<byte[]> body) {
        variables.set(x, answer);
        if (!answer.isSuccess()) {
            return refusals.refused(x, answer, body);
        }
        return permission.apply(x, answer.headers())
                ? Outcome.CONTINUE
                : refusals.unavailable(x, "the authoriser names several clients");
    }

    @Override
    public Outcome failed(Exchange x, Reason reason) {
        return refusals.unavailable(x, "the authoriser did not answer, " + reason.code());
    }
}
