package dev.sekisho.policy.acl;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Refusal;

/** Looks at who the client is: first who is refused, then who may. Letting pass allocates nothing. */
final class AclPolicy implements Policy {

    private static final Refusal FORBIDDEN = Refusal.of(Reason.FORBIDDEN, "forbidden", "");

    private final Members allow;
    private final Members deny;

    AclPolicy(Members allow, Members deny) {
        this.allow = allow;
        this.deny = deny;
    }

    @Override
    public Outcome onRequest(Exchange x) {
        Principal principal = x.principal();
        if (!principal.isKnown()) {
            return FORBIDDEN.reply(x, "nobody is known: no policy of this route asks for credentials");
        }
        if (deny.contains(principal)) {
            return FORBIDDEN.reply(x, principal.subject() + " is denied");
        }
        return allow.isEmpty() || allow.contains(principal)
                ? Outcome.CONTINUE
                : FORBIDDEN.reply(x, principal.subject() + " is not among those allowed");
    }
}
