package dev.sekisho.policy.forwardauth;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.policy.GuardedFields;
import dev.sekisho.policy.Precautions;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the authoriser while the request waits.
 *
 * @param authoriser who is asked
 * @param request what is asked, and what the answer means
 * @param names fields that only the authoriser may give the backend, without those that hold a client's credentials
 */
record ForwardAuthPolicy(SubrequestService authoriser, AuthRequest request, GuardedFields names)
        implements Policy, Precautions {

    /**
     * The backend must not take a client's fields for the authoriser's, which may lack them; the question has its own copy. Credentials
     * go once the request may pass: where it may not, another policy may be about to look at them.
     */
    @Override
    public Outcome onRequest(Exchange x) {
        CompletableFuture<Outcome> stage = authoriser.ask(x, request);
        names.strip(x.request().headers());
        return new Outcome.Await(stage);
    }

    /** Credentials stay: another policy may be about to look at them. */
    @Override
    public void prepare(RequestHead head) {
        names.strip(head.headers());
    }

    @Override
    public Outcome onResponse(Exchange x) {
        request.permission().addCookies(x);
        return Outcome.CONTINUE;
    }
}
