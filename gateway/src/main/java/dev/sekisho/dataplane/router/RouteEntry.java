package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Match;
import dev.sekisho.model.Origin;

/**
 * One route as the router sees it. Immutable, thread-safe.
 *
 * @param match which requests it answers
 * @param rank of all that fit, the higher wins; from -1,000,000,000 to 1,000,000,000
 * @param priority among equally specific routes the higher wins; from -1,000,000 to 1,000,000
 * @param served what the router answers with
 * @param origin where it was written
 */
public record RouteEntry(Match match, int rank, int priority, ServedRoute served, Origin origin) {

    /** A route of rank 0. */
    public RouteEntry(Match match, int priority, ServedRoute served, Origin origin) {
        this(match, 0, priority, served, origin);
    }
}
