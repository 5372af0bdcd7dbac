package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.identity.Principal;
import java.util.List;
import java.util.Optional;

/**
 * What policies do with requests that bear tokens, whatever kind of token it is: where tokens are looked for, which requests need
 * none, and what the backend gets. Immutable, thread-safe; looking allocates nothing.
 *
 * @param refusals answers
 * @param fields what the backend is told
 * @param exclusions requests that need no token
 * @param places where tokens are looked for, in order
 * @param optional whether requests without a token pass
 * @param anonymous as whom they pass; empty for nobody known
 * @param forward whether the backend gets the token
 * @param maxToken largest token, bytes
 */
public record BearerTokens(
        TokenRefusals refusals,
        ClaimFields fields,
        Exclusions exclusions,
        List<CredentialPlace> places,
        boolean optional,
        Optional<Principal> anonymous,
        boolean forward,
        int maxToken) {

    private static final BadToken REPEATED = BadToken.invalid("there twice");
    private static final BadToken TOO_LARGE = BadToken.invalid("larger than maxTokenSize");

    /** Finds out whether a token is good. */
    @FunctionalInterface
    public interface Examiner {

        /** The outcome for a token, by its range in the bytes of the head; it is not larger than what is allowed. */
        Outcome examine(Exchange x, CredentialPlace place, int start, int end);
    }

    /** The outcome for a request; the first place that holds a token counts. */
    public Outcome look(Exchange x, Examiner examiner) {
        RequestHead request = x.request();
        prepare(request);
        if (exclusions.cover(request)) {
            return Outcome.CONTINUE;
        }
        for (int i = 0; i < places.size(); i++) {
            CredentialPlace place = places.get(i);
            long range = place.find(request);
            if (range != CredentialPlace.NOTHING) {
                return range == CredentialPlace.REPEATED ? bad(x, place, REPEATED) : examine(x, place, range, examiner);
            }
        }
        if (anonymous.isPresent()) {
            Identity.establishAnonymous(x, anonymous.get());
            return Outcome.CONTINUE;
        }
        return optional ? Outcome.CONTINUE : refusals.missing(x);
    }

    /** What has to be done for every request: see {@link Precautions}. */
    public void prepare(RequestHead request) {
        fields.strip(request.headers());
        for (int i = 0; i < places.size(); i++) {
            places.get(i).conceal(request);
        }
    }

    private Outcome examine(Exchange x, CredentialPlace place, long range, Examiner examiner) {
        int start = Pairs.start(range);
        int end = Pairs.end(range);
        return end - start > maxToken ? bad(x, place, TOO_LARGE) : examiner.examine(x, place, start, end);
    }

    /** The outcome for a token that is not taken. */
    public Outcome bad(Exchange x, CredentialPlace place, BadToken why) {
        Outcome outcome = refusals.bad(x, place.label(), why);
        if (outcome == Outcome.CONTINUE) { // it passes as an anonymous consumer
            hide(x);
        }
        return outcome;
    }

    private void hide(Exchange x) {
        for (int i = 0; !forward && i < places.size(); i++) {
            places.get(i).hide(x.request());
        }
    }

    /** Lets a request pass whose token is good; what stood at the other places was not looked at, so the backend gets it neither. */
    public Outcome pass(Exchange x, List<ClaimFields.Field> told) {
        hide(x);
        ClaimFields.set(x.request().headers(), told);
        return Outcome.CONTINUE;
    }
}
