package dev.sekisho.dialect.kong;

import dev.sekisho.model.Audience;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Match;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Route;
import dev.sekisho.model.RouteTimeouts;
import dev.sekisho.policy.respond.RespondConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What answers requests that no route fits, where that has to be more than the gateway's own 404: in Kong the logs of plugins that are
 * bound to nothing hold them too, and so do the changes that such plugins make to responses. Belongs to one compilation.
 */
final class Unmatched {

    private static final String NAME = "no-route";
    private static final int NOT_FOUND = 404;

    /** Types whose policies Kong's plugins of the same work apply where no route fits: theirs are later than the router. */
    private static final Set<String> LOGS = Set.of("log");

    private static final Set<String> LATE = Set.of("log", "response-headers");

    private final RoutePolicies policies;
    private final KongForm form;
    private final Origin start;

    Unmatched(RoutePolicies policies, KongForm form, Origin start) {
        this.policies = policies;
        this.form = form;
        this.start = start;
    }

    /** The route for such requests; none where nobody would see a difference, or a route fits every request. */
    Optional<Route> among(List<Route> routes) {
        if (routes.isEmpty()
                || routes.stream().anyMatch(route -> isForAll(route.match()))
                || !form.isOn() && policies.ofEverything(LOGS).isEmpty()) {
            return Optional.empty();
        }
        List<PolicyUse> uses = new ArrayList<>(policies.ofEverything(LATE));
        if (form.isOn()) {
            uses.add(form.answers(start));
        }
        uses.add(policies.added(NAME, "respond", answer(), Audience.ALL, start));
        Set<String> taken = new HashSet<>();
        routes.forEach(route -> taken.add(route.name()));
        return Optional.of(new Route(
                Names.unique(NAME, taken),
                Match.ALL,
                -1, // behind all others, whose ranks begin at 0
                0,
                List.copyOf(uses),
                Rewrite.NONE,
                form.errors(),
                new Backend.Respond(NOT_FOUND, Map.of(), Optional.empty()),
                Optional.empty(),
                RouteTimeouts.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                start));
    }

    private RespondConfig answer() {
        return form.isOn()
                ? new RespondConfig(
                        NOT_FOUND,
                        Map.of(),
                        Optional.of(KongForm.json("no Route matched with those values")),
                        "application/json; charset=utf-8")
                : new RespondConfig(
                        NOT_FOUND,
                        Map.of(),
                        Optional.of("{\"error\":\"not_found\",\"message\":\"No route matches this request.\","
                                + "\"requestId\":\"{requestId}\"}\n"),
                        "application/json");
    }

    private static boolean isForAll(Match match) {
        return match.path().stream()
                        .allMatch(path -> path instanceof PathPattern.Start(String text) && text.equals("/"))
                && withoutPaths(match).equals(Match.ALL);
    }

    private static Match withoutPaths(Match match) {
        return new Match(
                match.host(),
                List.of(),
                match.method(),
                match.headers(),
                match.query(),
                match.cookies(),
                match.client(),
                match.connect(),
                match.encodedSeparators(),
                match.listener(),
                match.scheme(),
                match.sni(),
                match.within(),
                match.internal());
    }
}
