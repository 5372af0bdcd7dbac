package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.Route;
import dev.sekisho.policy.steps.Step;
import dev.sekisho.policy.steps.StepsConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the routes of a server do. Belongs to one translation. */
final class Bodies implements Jumps {

    private final Translation in;
    private final Server server;
    private final List<dev.sekisho.dialect.nginx.config.Step> prelude;
    private final Kit kit;
    private final Function<Location, String> name;
    private final Map<Object, String> jumps = new HashMap<>();
    private final List<Route> reached = new ArrayList<>();

    /**
     * Of a server.
     *
     * @param prelude steps of the server that each location does first
     * @param name names of locations
     */
    Bodies(
            Translation in,
            Server server,
            List<dev.sekisho.dialect.nginx.config.Step> prelude,
            Kit kit,
            Function<Location, String> name) {
        this.in = in;
        this.server = server;
        this.prelude = prelude;
        this.kit = kit;
        this.name = name;
    }

    /** The routes that others of the server lead to. */
    List<Route> reached() {
        return List.copyOf(reached);
    }

    /** What requests do before a location is chosen. */
    Body ofServer(String route) {
        Place place = whole(route);
        return body(
                place,
                new Program(place, Bodies::none, true).of(server.steps()),
                Content.afterAnswer(List.of()),
                kit.answering());
    }

    private Place whole(String route) {
        return new Place(
                in,
                server,
                Optional.empty(),
                server.settings(),
                route,
                server.directive().at());
    }

    /**
     * What a place does.
     *
     * @param located whether its route has the path of the location
     */
    Body of(Place place, List<dev.sekisho.dialect.nginx.config.Step> steps, boolean located) {
        List<dev.sekisho.dialect.nginx.config.Step> all = new ArrayList<>(prelude);
        all.addAll(steps);
        List<Step> program = new ArrayList<>(new Nested(place, this::nested).steps());
        program.addAll(Groups.ofLocation(place));
        program.addAll(new Program(place, (condition, rest) -> conditional(place, condition, rest), false).of(all));
        if (Program.endsAlways(all)) {
            return body(place, program, Content.afterAnswer(List.of()), kit.aspects());
        }
        Optional<Pass> pass = Pass.of(place.settings());
        if (pass.filter(each -> Proxied.dependsOnRewrite(place, each, steps)).isPresent()) {
            program = rewritten(place, program, pass.get());
        }
        return body(place, program, content(place, located), kit.aspects());
    }

    /** A path that a rewrite has changed goes on as it is, past the URI of the pass. */
    private List<Step> rewritten(Place place, List<Step> program, Pass pass) {
        Pass plain = new Pass(pass.directive(), pass.isGrpc(), pass.isSecure(), pass.host(), Optional.empty());
        String route = content(place, "rewritten", new Proxied(place, kit.upstreams(), this, false).content(plain));
        return Stops.atRewrites(program, route);
    }

    /** A redirect to the path with a slash at its end. */
    Body slash(Place place) {
        String path = PathText.normal(place.location().orElseThrow().name().path());
        Step redirect = Answer.redirect(301, Redirects.absolute(place, Texts.plain(path) + "{search}"));
        return body(place, List.of(redirect), Content.afterAnswer(List.of()), kit.aspects());
    }

    /** 404, as an error of the place. */
    Body notFound(Place place) {
        return body(place, List.of(Answer.status(404)), Content.afterAnswer(List.of()), kit.aspects());
    }

    /** The place's steps, and then the prefix location that fits. */
    Body repaired(Place place, List<dev.sekisho.dialect.nginx.config.Step> steps, Map<String, String> prefixes) {
        List<Step> program = new ArrayList<>(
                new Program(place, (condition, rest) -> conditional(place, condition, rest), false).of(steps));
        prefixes.forEach((prefix, route) -> program.add(new Step.WhenStep(
                "{path}",
                Step.Test.MATCHES,
                Optional.of("^" + Prefixes.quoted(prefix)),
                List.of(new Step.GotoStep(route)))));
        return body(place, program, StaticFiles.nothing(), kit.aspects());
    }

    private Content content(Place place, boolean located) {
        Optional<Pass> pass = Pass.of(place.settings());
        if (pass.isPresent()) {
            refuseTries(place);
            return new Proxied(place, kit.upstreams(), this, located).content(pass.get());
        }
        Optional<Directive> handler = place.settings().handler();
        if (handler.isPresent()) {
            in.report()
                    .add(
                            DraftKinds.NOT_HONOURED,
                            handler.get().at(),
                            handler.get() + " in " + place.route()
                                    + ": nothing here answers so (expected: proxy_pass, grpc_pass, "
                                    + "return or files)",
                            "");
            return StaticFiles.nothing();
        }
        return new StaticFiles(place, this, located).content();
    }

    private void refuseTries(Place place) {
        place.location().stream()
                .filter(location -> location.settings() == place.settings())
                .flatMap(location -> location.directive().inside("try_files"))
                .forEach(tries -> in.report()
                        .add(
                                DraftKinds.NOT_HONOURED,
                                tries.at(),
                                tries + " in " + place.route()
                                        + ": files are not looked for before a service is asked (expected: a location "
                                        + "of files with try_files ... @service, and the pass in location @service)",
                                ""));
    }

    private Body body(Place place, List<Step> program, Content content, List<Aspect> aspects) {
        RouteDraft draft = new RouteDraft();
        List<Step> steps = new ArrayList<>(
                content.steps().isEmpty() || !Stops.may(program)
                        ? program
                        : Stops.at(program, content(place, "content", content)));
        steps.addAll(content.steps());
        if (!steps.isEmpty()) {
            draft.policy("steps", new StepsConfig(steps), place.at());
        }
        new ErrorRules(place, this).of(content).ifPresent(rules -> draft.policy("on-status", rules, place.at()));
        aspects.forEach(aspect -> aspect.apply(place, draft));
        return new Body(draft, content, place.at());
    }

    private static String none(
            dev.sekisho.dialect.nginx.config.Step.If condition, List<dev.sekisho.dialect.nginx.config.Step> rest) {
        throw new IllegalStateException(condition.directive() + ": settings in an if of a server (nginx takes none)");
    }

    /** The route of a condition with settings: its own steps, then those behind it, in its settings. */
    private String conditional(
            Place place,
            dev.sekisho.dialect.nginx.config.Step.If condition,
            List<dev.sekisho.dialect.nginx.config.Step> rest) {
        String known = jumps.get(condition);
        if (known != null) {
            return known;
        }
        String route = kit.names()
                .unique(place.route() + " if line " + condition.directive().at().line());
        jumps.put(condition, route);
        List<dev.sekisho.dialect.nginx.config.Step> steps = new ArrayList<>(condition.steps());
        steps.addAll(rest);
        Place inside = new Place(
                in,
                server,
                place.location(),
                condition.settings(),
                route,
                condition.directive().at());
        List<Step> program = new Program(inside, (deeper, more) -> conditional(inside, deeper, more), false).of(steps);
        Content content = Program.endsAlways(steps) ? Content.afterAnswer(List.of()) : content(inside, false);
        reach(route, body(inside, program, content, kit.aspects()));
        return route;
    }

    private void reach(String route, Body body) {
        reached.add(body.route(route, Matches.NAMED, 0));
    }

    /** The route of a location within one that has an expression. */
    private String nested(Location location) {
        return jump(location, name.apply(location));
    }

    private String jump(Location location, String route) {
        if (!jumps.containsKey(location)) {
            jumps.put(location, route);
            Place place = new Place(
                    in,
                    server,
                    Optional.of(location),
                    location.settings(),
                    route,
                    location.directive().at());
            reach(route, of(place, location.steps(), false));
        }
        return route;
    }

    @Override
    public String named(String text) {
        Optional<Location> location = server.locations().named(text);
        if (location.isPresent()) {
            return jump(location.get(), name.apply(location.get()));
        }
        String known = jumps.get(text);
        if (known != null) {
            return known;
        }
        in.report()
                .add(
                        DraftKinds.DIFFERS,
                        server.directive().at(),
                        "location " + text
                                + ": there is none in the server, so requests that are sent there are answered 500",
                        "add it");
        String route = kit.names().unique(RouteNames.of(server) + " " + text);
        jumps.put(text, route);
        Place place = whole(route);
        reach(route, body(place, List.of(Answer.status(500)), Content.afterAnswer(List.of()), kit.aspects()));
        return route;
    }

    @Override
    public String steps(Place place, String what, List<Step> steps) {
        List<Object> key = List.of(place.route(), what, steps);
        String known = jumps.get(key);
        if (known != null) {
            return known;
        }
        String route = kit.names().unique(place.route() + " " + what);
        jumps.put(key, route); // first, for its own error pages may lead to it
        reach(route, body(place, steps, Content.afterAnswer(List.of()), kit.aspects()));
        return route;
    }

    @Override
    public String content(Place place, String what, Content content) {
        String route = kit.names().unique(place.route() + " " + what);
        reach(route, body(place, List.of(), content, kit.aspects()));
        return route;
    }
}
