package dev.sekisho.policy.mtls;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.Refusal;
import java.util.Optional;

/** Looks at the certificate that the handshake has verified; fields of the request are never looked at. */
final class MtlsPolicy implements Policy {

    private final Judge judge;
    private final Optional<Principal> anonymous;
    private final Refusal missing;

    MtlsPolicy(Judge judge, Optional<Principal> anonymous, String challenge) {
        this.judge = judge;
        this.anonymous = anonymous;
        this.missing = Refusal.of(Reason.AUTH_MISSING, "unauthorized", challenge);
    }

    @Override
    public Outcome onRequest(Exchange x) {
        Optional<ClientIdentity> certificate = x.caller().certificate();
        if (certificate.isEmpty()) {
            return none(x);
        }
        return switch (judge.of(certificate.get())) {
            case Judgement.Known(Principal principal) -> {
                Identity.establish(x, principal);
                yield Outcome.CONTINUE;
            }
            case Judgement.Refused(Refusal refusal, String why) -> refusal.reply(x, why);
        };
    }

    private Outcome none(Exchange x) {
        if (anonymous.isPresent()) {
            Identity.establishAnonymous(x, anonymous.get());
            return Outcome.CONTINUE;
        }
        return missing.reply(x, x.caller().tls() == null ? "not over TLS" : "the client has shown no certificate");
    }
}
