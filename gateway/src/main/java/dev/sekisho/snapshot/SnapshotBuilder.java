package dev.sekisho.snapshot;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.answer.ErrorAnswer;
import dev.sekisho.dataplane.answer.FixedResponse;
import dev.sekisho.dataplane.answer.Redirect;
import dev.sekisho.dataplane.router.RouteEntry;
import dev.sekisho.dataplane.router.Router;
import dev.sekisho.dataplane.upstream.ProxyCalls;
import dev.sekisho.dataplane.upstream.ProxyHandler;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.model.Backend;
import dev.sekisho.model.ErrorPage;
import dev.sekisho.model.Model;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Route;
import dev.sekisho.model.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds snapshots, off the event loops. What did not change since the snapshot before is taken over as it is: upstreams
 * with their turn, routes with their policies. Not thread-safe: one build at a time.
 */
public final class SnapshotBuilder {

    /** The route of requests that no route matches. */
    static final ServedRoute NO_ROUTE =
            new ServedRoute("", "", 0, List.of(), new ErrorAnswer(Reason.NO_ROUTE), Map.of(), true, List.of(), "");

    private final int loops;
    private final TargetRegistry targets;
    private final PolicyChains chains;
    private final ObserverFactory observers;
    private final ProxyCalls calls;

    /** A builder for that many loops. */
    public SnapshotBuilder(int loops, TargetRegistry targets, PolicyChains chains, ObserverFactory observers) {
        this.loops = loops;
        this.targets = targets;
        this.chains = chains;
        this.observers = observers;
        this.calls = new ProxyCalls(loops);
    }

    /**
     * Builds the snapshot of a model that its dialect found no error in.
     *
     * @param before the snapshot that serves now, if there is one
     * @throws IllegalArgumentException where a policy refuses its settings, or the log cannot be opened
     */
    public Snapshot build(Model model, Optional<Snapshot> before) {
        Map<String, UpstreamService> upstreams = upstreams(model, before);
        Map<String, ReusableRoute> earlier = before.map(s -> reusable(model, s)).orElse(Map.of());
        List<ServedRoute> routes = new ArrayList<>(model.routes().size());
        List<RouteEntry> entries = new ArrayList<>(model.routes().size());
        List<Policy> global = chains.global(model);
        for (Route route : model.routes()) {
            int id = routes.size() + 1; // 0 is the route of what no route matches
            ReusableRoute known = earlier.get(route.name());
            ServedRoute served = known != null && known.fits(route, upstreams)
                    ? renumbered(known.served(), id, route)
                    : served(route, id, model, global, upstreams);
            routes.add(served);
            entries.add(new RouteEntry(route.match(), route.priority(), served, route.origin()));
        }
        List<ServedRoute> all = List.copyOf(routes);
        return new Snapshot(
                model,
                Router.build(entries, NO_ROUTE),
                all,
                upstreams,
                observers.observer(model.telemetry(), all),
                loops);
    }

    private Map<String, UpstreamService> upstreams(Model model, Optional<Snapshot> before) {
        Map<String, Upstream> old = new HashMap<>();
        before.ifPresent(s -> s.model().upstreams().forEach(u -> old.put(u.name(), u)));
        Map<String, UpstreamService> services = new HashMap<>();
        for (Upstream upstream : model.upstreams()) {
            boolean same = before.isPresent() && upstream.equals(old.get(upstream.name()));
            UpstreamService kept = same ? before.get().upstreams().get(upstream.name()) : null;
            services.put(
                    upstream.name(), kept != null ? kept : new UpstreamService(upstream, targets.of(upstream), loops));
        }
        return Map.copyOf(services);
    }

    /** A route of the snapshot before, which serves again if neither it nor what it refers to has changed. */
    private record ReusableRoute(Route route, ServedRoute served, Map<String, UpstreamService> upstreams) {

        boolean fits(Route now, Map<String, UpstreamService> current) {
            return route.equals(now)
                    && references(now.to()).stream().allMatch(name -> upstreams.get(name) == current.get(name));
        }
    }

    private static Map<String, ReusableRoute> reusable(Model model, Snapshot before) {
        if (!model.policies().equals(before.model().policies())) {
            return Map.of();
        }
        Map<String, ReusableRoute> routes = new HashMap<>(before.routes().size() * 2);
        for (int i = 0; i < before.routes().size(); i++) {
            Route route = before.model().routes().get(i);
            routes.put(route.name(), new ReusableRoute(route, before.routes().get(i), before.upstreams()));
        }
        return routes;
    }

    private static List<String> references(Backend backend) {
        return switch (backend) {
            case Backend.ToUpstream to -> List.of(to.upstream());
            case Backend.Split split ->
                split.split().stream().map(Backend.Share::upstream).toList();
            case Backend.Redirect ignored -> List.of();
            case Backend.Respond ignored -> List.of();
        };
    }

    private static ServedRoute renumbered(ServedRoute served, int id, Route route) {
        String origin = route.origin().toString();
        return served.id() == id && served.origin().equals(origin)
                ? served
                : new ServedRoute(
                        served.name(),
                        served.service(),
                        id,
                        served.policies(),
                        served.handler(),
                        served.errors(),
                        served.encodedSeparators(),
                        served.variables(),
                        origin);
    }

    private ServedRoute served(
            Route route, int id, Model model, List<Policy> global, Map<String, UpstreamService> upstreams) {
        List<String> variables = variables(route);
        return new ServedRoute(
                route.name(),
                service(route.to()),
                id,
                route.policies().isEmpty() ? global : chains.of(route, model),
                handler(route, variables, upstreams),
                errors(route),
                route.match().encodedSeparators(),
                variables,
                route.origin().toString());
    }

    private static String service(Backend backend) {
        return switch (backend) {
            case Backend.ToUpstream to -> to.upstream();
            case Backend.Split split ->
                String.join(
                        "|", split.split().stream().map(Backend.Share::upstream).toList());
            case Backend.Redirect ignored -> "redirect";
            case Backend.Respond ignored -> "respond";
        };
    }

    private Handler handler(Route route, List<String> variables, Map<String, UpstreamService> upstreams) {
        return switch (route.to()) {
            case Backend.ToUpstream to ->
                proxy(route, variables, List.of(upstream(upstreams, to.upstream())), new int[] {1});
            case Backend.Split split ->
                proxy(
                        route,
                        variables,
                        split.split().stream()
                                .map(share -> upstream(upstreams, share.upstream()))
                                .toList(),
                        split.split().stream().mapToInt(Backend.Share::weight).toArray());
            case Backend.Redirect redirect -> new Redirect(redirect, variables);
            case Backend.Respond respond -> new FixedResponse(response(respond));
        };
    }

    private Handler proxy(Route route, List<String> variables, List<UpstreamService> services, int[] weights) {
        return new ProxyHandler(services, weights, Rewriters.of(route, variables), calls, loops);
    }

    private static UpstreamService upstream(Map<String, UpstreamService> upstreams, String name) {
        UpstreamService found = upstreams.get(name);
        if (found == null) {
            throw new IllegalArgumentException("upstream: " + name + " (expected: one of " + upstreams.keySet() + ")");
        }
        return found;
    }

    private static Response response(Backend.Respond respond) {
        Response response = Response.of(respond.status()).because(Reason.FIXED_RESPONSE);
        for (Map.Entry<String, String> field : respond.headers().entrySet()) {
            response = response.with(HeaderName.of(field.getKey()), field.getValue());
        }
        byte[] body = respond.body().orElse("").getBytes(StandardCharsets.UTF_8);
        return response.withBody(body);
    }

    private static Map<Integer, ErrorTemplate> errors(Route route) {
        Map<Integer, ErrorTemplate> templates = new HashMap<>();
        route.errors().forEach((status, page) -> templates.put(status, template(page)));
        return templates;
    }

    private static ErrorTemplate template(ErrorPage page) {
        Map<HeaderName, String> headers = new HashMap<>();
        page.headers().forEach((name, value) -> headers.put(HeaderName.of(name), value));
        return new ErrorTemplate(page.status().orElse(0), headers, page.contentType(), page.body());
    }

    /** Names of the variables of the route's templates, in their order; the same name in two templates is one. */
    private static List<String> variables(Route route) {
        List<String> names = new ArrayList<>();
        for (PathPattern pattern : route.match().path()) {
            if (pattern instanceof PathPattern.Template template) {
                template.segments().stream()
                        .filter(segment -> segment.startsWith("{"))
                        .map(segment -> segment.substring(1, segment.length() - 1))
                        .filter(name -> !names.contains(name))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
