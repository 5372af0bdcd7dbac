package dev.sekisho.policy.mtls;

import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Refusal;

/** What was found out about a certificate. Immutable, thread-safe. */
sealed interface Judgement {

    /** It says who the client is. */
    record Known(Principal principal) implements Judgement {}

    /**
     * It does not, or may not ask.
     *
     * @param refusal the answer
     * @param why for {@code explain}
     */
    record Refused(Refusal refusal, String why) implements Judgement {}
}
