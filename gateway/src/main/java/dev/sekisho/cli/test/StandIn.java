package dev.sekisho.cli.test;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Principal;
import java.util.Optional;

/**
 * A policy of authentication that takes a client for whom its case says, and is the policy itself where the case says nothing. Cases run
 * one after the other, so the case is the same from the beginning of an exchange to its end.
 */
record StandIn(Policy policy, String type, Backstage stage) implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        Optional<Principal> who = stage.principal();
        if (who.isEmpty()) {
            return policy.onRequest(x);
        }
        stage.introduced();
        if (!x.principal().isKnown()) {
            Principal p = who.get();
            x.principal(
                    new Principal(type, p.subject(), p.consumer(), p.credential(), p.groups(), p.scopes(), p.claims()));
        }
        return Outcome.CONTINUE;
    }

    @Override
    public Outcome onResponse(Exchange x) {
        return stage.principal().isEmpty() ? policy.onResponse(x) : Outcome.CONTINUE;
    }

    @Override
    public void onEnd(Exchange x) {
        if (stage.principal().isEmpty()) {
            policy.onEnd(x);
        }
    }
}
