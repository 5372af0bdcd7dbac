package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.expression.Expressions;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Route;
import dev.sekisho.model.Scheme;
import dev.sekisho.policy.requiretls.RequireTlsConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Routes of HTTP. One becomes as many routes of the model as its paths have ranks, twice as many where it has SNIs, or as many as its
 * expression has alternatives; the first bears its name, the others have {@code ~2}, {@code ~3} and so on behind it. Belongs to one
 * compilation.
 */
final class Routes {

    private static final int UPGRADE_REQUIRED = 426;
    private static final int HTTPS_PORT = 443;
    private static final Set<String> ENCRYPTED = Set.of("https", "grpcs", "wss");
    private static final Set<Integer> REDIRECTS = Set.of(UPGRADE_REQUIRED, 301, 302, 307, 308);

    private final Graph graph;
    private final Upstreams upstreams;
    private final Map<Entity, Service> services;
    private final RoutePolicies policies;
    private final KongForm form;
    private final Report report;
    private final Set<String> taken = new HashSet<>();
    private final Set<Entity> begun = new HashSet<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, List<Scopes.Active>> effects = new HashMap<>();

    Routes(
            Graph graph,
            Upstreams upstreams,
            Map<Entity, Service> services,
            RoutePolicies policies,
            KongForm form,
            Report report) {
        this.graph = graph;
        this.upstreams = upstreams;
        this.services = services;
        this.policies = policies;
        this.form = form;
        this.report = report;
    }

    /** The routes, in the order of the files. */
    List<Route> all() {
        for (Owned owned : graph.routes()) {
            taken.add(graph.names().of(owned.entity()));
        }
        for (Owned owned : graph.routes()) {
            if (!Streams.isStream(owned.entity()) && isServed(owned)) {
                route(owned);
            }
        }
        List<Integer> ranks = Rank.dense(drafts.stream().map(Draft::rank).toList());
        List<Route> routes = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            routes.add(changed(drafts.get(i).ranked(ranks.get(i))));
        }
        return routes;
    }

    private Route changed(Route route) {
        Route changed = route;
        for (Scopes.Active plugin : effects.getOrDefault(route.name(), List.of())) {
            changed = plugin.translated().route().apply(changed);
        }
        return changed;
    }

    /** A service that is turned off takes its routes with it, and one that is wrong is told of already. */
    private boolean isServed(Owned owned) {
        return owned.owner().isEmpty() || services.containsKey(owned.owner().get());
    }

    private void route(Owned owned) {
        Entity route = owned.entity();
        Optional<Service> service = owned.owner().map(services::get);
        if (service.filter(Service::isStream).isPresent()) {
            String message = "service " + service.get().name() + ": protocol "
                    + service.get().protocol() + " (expected: http, https, grpc or grpcs for a route with protocols "
                    + route.texts("protocols") + ")";
            report.add(
                    Kinds.CONFLICT, route.at(), message, "change protocols of the route, or protocol of the service");
            return;
        }
        Shape shape = new Shape(owned, backend(route, service), rewrite(route, service), uses(owned));
        if (route.given("expression")) {
            expression(shape, route);
        } else {
            traditional(shape, route, owned.legacy());
        }
    }

    /** What all routes of the model have that one of Kong's becomes. */
    private record Shape(Owned owned, Backend to, Rewrite rewrite, List<PolicyUse> uses) {}

    private void traditional(Shape shape, Entity route, boolean legacy) {
        Matches matches = new Matches(route, report);
        List<Paths.Group> groups = Paths.of(route, legacy, report);
        if (matches.isEmpty() && route.texts("paths").isEmpty()) {
            String message = "route " + graph.names().of(route)
                    + ": no condition (expected: at least one of methods, hosts, headers, paths, snis)";
            report.add(Kinds.CONFLICT, route.at(), message, "add paths: [/] for every request");
            return;
        }
        List<Optional<Scheme>> schemes = matches.tellsSchemesApart()
                ? List.of(Optional.of(Scheme.HTTPS), Optional.of(Scheme.HTTP))
                : List.of(Optional.empty());
        for (Paths.Group group : shape.rewrite().stripMatched() ? form.apart(groups) : groups) {
            for (Optional<Scheme> scheme : schemes) {
                draft(shape, matches.of(group.patterns(), scheme), matches.rank(group), group.patterns());
            }
        }
    }

    private void expression(Shape shape, Entity route) {
        String text = route.text("expression").orElse("");
        for (String field : List.of("methods", "hosts", "paths", "headers", "snis")) {
            if (route.given(field)) {
                String message = field + ": beside expression (expected: one or the other)";
                report.add(Kinds.CONFLICT, route.at(field), message, "remove one of them");
            }
        }
        Expressions.Result result = Expressions.compile(text);
        result.problem()
                .ifPresent(problem ->
                        report.add(Kinds.REFUSED, route.at("expression"), "expression: " + problem, result.fix()));
        Rank rank = Rank.ofExpression(route.whole("priority").orElse(0L));
        for (Match match : result.matches()) {
            draft(shape, match, rank, match.path());
        }
    }

    private void draft(Shape shape, Match match, Rank rank, List<PathPattern> paths) {
        Entity route = shape.owned().entity();
        String own = graph.names().of(route);
        String name = begun.add(route) ? own : Names.unique(own, taken);
        Rewrite rewrite = shape.rewrite();
        if (paths.isEmpty() && rewrite.stripMatched()) { // nothing was matched that could be stripped
            rewrite = rewrite(rewrite, false);
        }
        List<PolicyUse> uses = form.added(shape.uses(), rewrite.stripMatched() ? paths : List.of(), route.at());
        drafts.add(new Draft(name, match, rank, uses, rewrite, form.errors(), shape.to(), route.at()));
        effects.put(name, policies.effects(route, shape.owned().owner()));
    }

    /** Whether requests in the clear are answered 426 or a redirect. */
    static boolean isForTlsAlone(Entity route) {
        List<String> protocols = route.texts("protocols");
        return !protocols.isEmpty() && ENCRYPTED.containsAll(protocols);
    }

    private List<PolicyUse> uses(Owned owned) {
        Entity route = owned.entity();
        List<PolicyUse> uses = new ArrayList<>();
        int status = route.number("https_redirect_status_code");
        if (!REDIRECTS.contains(status)) {
            String message = "https_redirect_status_code: " + status + " (expected: 426, 301, 302, 307 or 308)";
            report.add(Kinds.CONFLICT, route.at("https_redirect_status_code"), message, "");
        } else if (isForTlsAlone(route)) {
            uses.add(new PolicyUse.Inline(new PolicySpec(
                    Optional.empty(), "require-tls", new RequireTlsConfig(status, HTTPS_PORT), route.at("protocols"))));
        }
        uses.addAll(policies.of(route, owned.owner()));
        return List.copyOf(uses);
    }

    private Backend backend(Entity route, Optional<Service> service) {
        if (service.isEmpty()) {
            String message = "route " + graph.names().of(route) + ": no service";
            report.add(Kinds.NO_SERVICE, route.at(), message, "");
            return unavailable("no Service found with those values");
        }
        Optional<String> upstream = upstreams.of(service.get());
        if (upstream.isEmpty()) {
            String message = "upstream " + service.get().host()
                    + ": no target with a weight above 0, so requests are answered 503";
            report.add(Kinds.UNREACHABLE, service.get().entity().at(), message, "add targets to the upstream");
            return unavailable("failure to get a peer from the ring-balancer");
        }
        return new Backend.ToUpstream(upstream.get(), Map.of());
    }

    private static Backend unavailable(String message) {
        return new Backend.Respond(
                503,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                Optional.of("{\"message\":\"" + message + "\"}"));
    }

    private Rewrite rewrite(Entity route, Optional<Service> service) {
        if (service.isEmpty()) {
            return Rewrite.NONE;
        }
        String host = route.truth("preserve_host")
                ? "keep"
                : upstreams
                        .named(service.get())
                        .flatMap(u -> u.text("host_header"))
                        .orElse("target");
        Optional<String> base = service.get().path();
        boolean text = base.isPresent()
                && route.text("path_handling").filter("v1"::equals).isPresent();
        return new Rewrite(
                Optional.empty(),
                route.truth("strip_path"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                base,
                text ? Rewrite.Join.TEXT : Rewrite.Join.SLASH,
                host);
    }

    private static Rewrite rewrite(Rewrite from, boolean stripMatched) {
        return new Rewrite(
                from.stripPrefix(),
                stripMatched,
                from.prefix(),
                from.path(),
                from.regex(),
                from.base(),
                from.join(),
                from.host());
    }
}
