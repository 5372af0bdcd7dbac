package dev.sekisho.dialect.kong;

import dev.sekisho.model.Backend;
import dev.sekisho.model.ErrorPage;
import dev.sekisho.model.Match;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Route;
import dev.sekisho.model.RouteTimeouts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A route of the model before its rank is known, which depends on all others. */
record Draft(
        String name,
        Match match,
        Rank rank,
        List<PolicyUse> policies,
        Rewrite rewrite,
        Map<Integer, ErrorPage> errors,
        Backend to,
        Origin origin) {

    Route ranked(int place) {
        return new Route(
                name,
                match,
                place,
                0,
                policies,
                rewrite,
                errors,
                to,
                Optional.empty(),
                RouteTimeouts.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                origin);
    }
}
