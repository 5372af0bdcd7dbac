package dev.sekisho.policy.anyof;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Precautions;
import java.util.List;

/** Asks the first alternative, and, only where that does not settle it, the others. Allocates nothing where it does. */
final class AnyOfPolicy implements Policy {

    private final Alternative[] alternatives;
    private final Precautions[] precautions;

    AnyOfPolicy(List<Alternative> alternatives) {
        this.alternatives = alternatives.toArray(Alternative[]::new);
        this.precautions = alternatives.stream()
                .map(Alternative::policy)
                .filter(Precautions.class::isInstance)
                .toArray(Precautions[]::new);
    }

    @Override
    public Outcome onRequest(Exchange x) {
        RequestHead request = x.request();
        for (Precautions policy : precautions) {
            policy.prepare(request);
        }
        Principal before = x.principal();
        String told = x.detail();
        Outcome outcome = alternatives[0].policy().onRequest(x);
        boolean settled = outcome == Outcome.CONTINUE && alternatives[0].settles(x);
        return settled ? outcome : new Trial(x, alternatives, before, told).goOn(outcome);
    }

    /** Only what has kept something for the response has a part in it. */
    @Override
    public Outcome onResponse(Exchange x) {
        Outcome outcome = Outcome.CONTINUE;
        for (int i = alternatives.length - 1; i >= 0 && outcome == Outcome.CONTINUE; i--) {
            outcome = alternatives[i].policy().onResponse(x);
        }
        return outcome;
    }
}
