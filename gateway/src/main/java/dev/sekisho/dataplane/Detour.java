package dev.sekisho.dataplane;

import java.util.List;

/** What becomes of an exchange that changes its route. Kept with the exchange. On its loop; not thread-safe. */
final class Detour {

    int reroutes;
    boolean leaving; // for another route, whose policies see the real end
    boolean counted; // by a limit of one of its routes
    boolean replaced; // a route has come in place of an error
    int kept; // status of that error, for what comes in its place; 0 for its own
    Reason keptReason = Reason.NONE;
    List<String> keptChallenges = List.of(); // WWW-Authenticate of that error
    boolean dressed; // the response is what has come in place of an error

    void clear() {
        reroutes = kept = 0;
        replaced = counted = dressed = false;
        keptReason = Reason.NONE;
        keptChallenges = List.of();
    }

    /** Another route is to come in place of the error that the response is. */
    void replace(int status, Reason reason, ResponseHead response) {
        replaced = true;
        kept = status;
        keptReason = reason;
        keptChallenges = response.status() == 401 ? response.headers().getAll(HeaderName.WWW_AUTHENTICATE) : List.of();
    }
}
