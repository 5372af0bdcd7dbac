package dev.sekisho.policy.anyof;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.identity.Principal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The refusals of one request's alternatives, and the one of them that is answered: that of what could not be judged, else that of what
 * was shown, else that credentials are missing, else that of an address; of several alike the first. Belongs to one request.
 */
final class Refused {

    private static final HeaderName WWW_AUTHENTICATE = HeaderName.of("WWW-Authenticate");

    private static final int ADDRESS = 0;
    private static final int MISSING = 1;
    private static final int SHOWN = 2;
    private static final int NOT_JUDGED = 3; // it may have been right: never a 401 for an outage

    private final StringJoiner said = new StringJoiner("; ");
    private final Set<String> challenges = new LinkedHashSet<>();
    private @Nullable Response answer;
    private Principal principal = Principal.NOBODY;
    private int rank = -1;

    /** Takes a refusal, with what the exchange tells of it. */
    void add(String type, Response response, Exchange x) {
        said.add(type + ": " + x.detail());
        int found = rank(response.reason());
        if (found == MISSING) {
            challenges.addAll(response.values(WWW_AUTHENTICATE));
        }
        if (found > rank) {
            rank = found;
            answer = response;
            principal = x.principal();
        }
    }

    private static int rank(Reason reason) {
        return switch (reason) {
            case ADDRESS -> ADDRESS;
            case AUTH_MISSING -> MISSING;
            default -> reason.status() >= 500 ? NOT_JUDGED : SHOWN;
        };
    }

    /** The answer, all refusals being there; where credentials are missing, it bears the challenges of all (RFC 9110 section 11.6.1). */
    Outcome answer(Exchange x) {
        Response response = answer;
        if (response == null) {
            throw new IllegalStateException("refusals: none (expected: at least one)");
        }
        x.detail(said.toString());
        x.principal(principal);
        if (rank == MISSING) {
            challenges.removeAll(response.values(WWW_AUTHENTICATE));
            for (String challenge : challenges) {
                response = response.with(WWW_AUTHENTICATE, challenge);
            }
        }
        return new Outcome.Reply(response);
    }
}
