package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.doctor.ShadowingRegexes;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The routes of one server. Where the server itself answers or rewrites before a location is chosen, requests come in by a route of
 * the server alone, and its locations are reached from there; else each location does the server's steps before its own. Belongs to
 * one translation.
 */
final class ServerRoutes {

    private static final int FOR_OTHERS = 1; // ranks above the place of a location
    private static final int USUAL = 2;

    private final Translation in;
    private final Server server;
    private final List<HostScope> scopes;
    private final int scale;
    private final boolean repairs;
    private final boolean entry;
    private final Bodies bodies;
    private final Function<String, String> names;
    private final Map<Location, String> called = new HashMap<>();
    private final List<Route> routes = new ArrayList<>();

    /**
     * Of a server.
     *
     * @param scopes the requests that it gets
     * @param scale ranks from one band of hosts to the next
     * @param repairs whether what its author must have meant is done
     * @param kit makes what routes do
     */
    ServerRoutes(Translation in, Server server, List<HostScope> scopes, int scale, boolean repairs, Kit kit) {
        this.in = in;
        this.server = server;
        this.scopes = scopes;
        this.scale = scale;
        this.repairs = repairs;
        this.names = kit.names()::unique;
        this.entry = server.steps().stream().anyMatch(ServerRoutes::leads);
        this.bodies = new Bodies(in, server, entry ? List.of() : server.steps(), kit, this::name);
        server.locations()
                .all()
                .forEach(location -> called.put(
                        location,
                        names.apply(
                                RouteNames.of(server) + " " + location.name().toString())));
    }

    /** Whether a step ends the request, or changes its path, before a location is chosen. */
    private static boolean leads(Step step) {
        return switch (step) {
            case Step.Statement(var directive) -> !directive.name().equals("set");
            case Step.If condition -> condition.steps().stream().anyMatch(ServerRoutes::leads);
        };
    }

    private String name(Location location) {
        return called.computeIfAbsent(location, key -> names.apply(key.name().toString()));
    }

    /** All of them. */
    List<Route> all() {
        if (scopes.isEmpty()) {
            return List.of();
        }
        if (entry) {
            String name = names.apply(RouteNames.of(server));
            add(bodies.ofServer(name), name, 0, scope -> Matches.of(scope, start("/"), Map.of(), List.of(), false));
        }
        if (!Program.endsAlways(server.steps())) {
            Arrangement.of(server.locations()).locations().forEach(this::location);
            fallback();
        }
        List<Route> all = new ArrayList<>(routes);
        all.addAll(bodies.reached());
        return all;
    }

    private static List<PathPattern> start(String path) {
        return List.of(new PathPattern.Start(path));
    }

    /** What no location is for, the server answers. */
    private void fallback() {
        boolean all = server.locations().locations().stream()
                .anyMatch(
                        each -> Arrangement.isPrefix(each) && each.name().path().equals("/"));
        if (!all) {
            String name = names.apply(RouteNames.of(server) + " otherwise");
            Place place = new Place(
                    in,
                    server,
                    Optional.empty(),
                    server.settings(),
                    name,
                    server.directive().at());
            add(
                    bodies.of(place, List.of(), true),
                    name,
                    FOR_OTHERS,
                    scope -> Matches.of(scope, List.of(), Map.of(), List.of(), entry));
        }
    }

    private void location(Arrangement.Placed placed) {
        Location location = placed.location();
        Optional<PathPattern> path = Matches.path(in, location, placed.slash());
        if (path.isEmpty()) {
            return;
        }
        Place place = place(location);
        if (placed.slash()) {
            String name = names.apply(name(location) + " without slash");
            add(bodies.slash(place), name, placed.rank() + USUAL, match(path.get(), placed, List.of(), entry));
        } else if (repairs && ShadowingRegexes.isLetThrough(server.locations(), location)) {
            repaired(place, path.get(), placed);
        } else {
            usual(place, path.get(), placed);
        }
    }

    private Place place(Location location) {
        return new Place(
                in,
                server,
                Optional.of(location),
                location.settings(),
                name(location),
                location.directive().at());
    }

    private void usual(Place place, PathPattern path, Arrangement.Placed placed) {
        Location location = placed.location();
        Body body = bodies.of(place, location.steps(), true);
        boolean internal = entry || location.isInternal();
        List<String> methods = location.limitExcept().isPresent() ? methods(location) : List.of();
        add(body, place.route(), placed.rank() + USUAL, match(path, placed, methods, internal));
        location.limitExcept().ifPresent(settings -> {
            String name = names.apply(place.route() + " other methods");
            Place other = new Place(in, server, place.location(), settings, name, place.at());
            add(
                    bodies.of(other, location.steps(), true),
                    name,
                    placed.rank() + USUAL,
                    match(path, placed, List.of(), internal));
        });
        if (location.isInternal() && entry) {
            in.report()
                    .add(
                            DraftKinds.NOT_HONOURED,
                            place.at(),
                            placed.location()
                                    + ": internal beside steps of the server that rewrite or return, behind which requests from "
                                    + "outside cannot be told from others (expected: these steps in a location)",
                            "");
        } else if (location.isInternal()) {
            String name = names.apply(place.route() + " from outside");
            add(bodies.notFound(place), name, placed.rank() + USUAL, match(path, placed, List.of(), entry));
        }
    }

    private static List<String> methods(Location location) {
        List<String> methods = location.directive()
                .inside("limit_except")
                .flatMap(each -> each.texts().stream())
                .map(String::toUpperCase)
                .toList();
        if (!methods.contains("GET")) {
            return methods;
        }
        List<String> more = new ArrayList<>(methods);
        more.add("HEAD");
        return more.stream().distinct().toList();
    }

    private Function<HostScope, Match> match(
            PathPattern path, Arrangement.Placed placed, List<String> methods, boolean internal) {
        return scope -> Matches.of(scope, List.of(path), placed.within(), methods, internal);
    }

    /** A location that only returns under conditions: where these are of the method, it is for that method alone. */
    private void repaired(Place place, PathPattern path, Arrangement.Placed placed) {
        List<Step> steps = placed.location().steps();
        in.report()
                .add(
                        RouteKinds.FALLS_THROUGH,
                        place.at(),
                        placed.location()
                                + ": requests that its condition does not answer go to the prefix location that fits best",
                        "");
        Optional<List<String>> methods = Repair.methods(steps);
        if (methods.isEmpty()) {
            Body body = bodies.repaired(place, steps, prefixes());
            add(body, place.route(), placed.rank() + USUAL, match(path, placed, List.of(), entry));
            return;
        }
        Body body = bodies.of(place, steps, true);
        add(body, place.route(), placed.rank() + USUAL, match(path, placed, methods.get(), entry));
    }

    private Map<String, String> prefixes() {
        Map<String, String> prefixes = new LinkedHashMap<>();
        server.locations().locations().stream()
                .filter(Arrangement::isPrefix)
                .sorted(Comparator.comparing(
                        (Location each) -> -each.name().path().length()))
                .forEach(each -> prefixes.put(PathText.normal(each.name().path()), name(each)));
        return prefixes;
    }

    private void add(Body body, String name, int rank, Function<HostScope, Match> match) {
        for (int i = 0; i < scopes.size(); i++) {
            HostScope scope = scopes.get(i);
            String own = i == 0 ? name : names.apply(name);
            routes.add(body.route(own, match.apply(scope), scope.band() * scale + rank));
        }
    }
}
