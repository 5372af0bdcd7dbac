package dev.sekisho.snapshot;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.answer.ErrorAnswer;
import dev.sekisho.dataplane.answer.FixedResponse;
import dev.sekisho.dataplane.answer.Redirect;
import dev.sekisho.dataplane.router.RouteEntry;
import dev.sekisho.dataplane.router.Router;
import dev.sekisho.dataplane.upstream.TargetTls;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.model.Backend;
import dev.sekisho.model.ErrorPage;
import dev.sekisho.model.Model;
import dev.sekisho.model.PathVariables;
import dev.sekisho.model.Route;
import dev.sekisho.model.Upstream;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.tls.UpstreamTlsLoader;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds snapshots, off the event loops. What did not change since the snapshot before is taken over as it is: upstreams
 * with their turn, routes with their policies and their numbers. Not thread-safe: one build at a time.
 */
public final class SnapshotBuilder {

    /** The route of requests that no route matches. */
    static final ServedRoute NO_ROUTE =
            new ServedRoute("", "", 0, List.of(), new ErrorAnswer(Reason.NO_ROUTE), Map.of(), true, List.of());

    private final int loops;
    private final BreakerEvents breakers;
    private final PolicyChains chains;
    private final ObserverFactory observers;
    private final Proxies proxies;

    /** A builder for that many loops. */
    public SnapshotBuilder(int loops, PolicyChains chains, ObserverFactory observers, BreakerEvents breakers) {
        this.loops = loops;
        this.breakers = breakers;
        this.chains = chains;
        this.observers = observers;
        this.proxies = new Proxies(loops, observers);
    }

    /**
     * Builds the snapshot of a model that its dialect found no error in.
     *
     * @param before the snapshot that serves now, if there is one
     * @throws IllegalArgumentException where a policy refuses its settings, or the log cannot be opened
     */
    public Snapshot build(Model model, Optional<Snapshot> before) {
        Map<String, UpstreamService> upstreams = upstreams(model, before);
        List<ServedRoute> all = before.isPresent()
                ? routes(new KeptRoutes(before.get(), model, upstreams).routes(), model, upstreams)
                : routes(new @Nullable ServedRoute[model.routes().size()], model, upstreams);
        return new Snapshot(
                model, router(model, all, before), all, upstreams, observers.observer(model.telemetry(), all), loops);
    }

    /** Makes the routes that are not kept; each gets the lowest number that no other has. */
    private List<ServedRoute> routes(
            @Nullable ServedRoute[] kept, Model model, Map<String, UpstreamService> upstreams) {
        BitSet taken = new BitSet(kept.length + 1);
        taken.set(NO_ROUTE.id());
        for (ServedRoute route : kept) {
            if (route != null) {
                taken.set(route.id());
            }
        }
        PolicyContext context = chains.context(model, proxies.subrequests(upstreams));
        PolicyIndex policies = PolicyIndex.of(model);
        List<Policy> global = PolicyChains.global(policies, context);
        ServedRoute[] all = new ServedRoute[kept.length];
        int id = 0;
        for (int i = 0; i < all.length; i++) {
            ServedRoute known = kept[i];
            if (known == null) {
                id = taken.nextClearBit(id + 1);
                known = served(
                        model.routes().get(i), id, chain(model.routes().get(i), policies, global, context), upstreams);
            }
            all[i] = known;
        }
        return List.of(all);
    }

    private static Router router(Model model, List<ServedRoute> served, Optional<Snapshot> before) {
        List<Route> routes = model.routes();
        List<RouteEntry> known = before.map(s -> s.router().entries()).orElse(List.of());
        RouteEntry[] entries = new RouteEntry[routes.size()];
        for (int i = 0; i < entries.length; i++) {
            RouteEntry same = i < known.size() ? known.get(i) : null;
            Route route = routes.get(i);
            entries[i] = same != null && same.served() == served.get(i) && same.origin() == route.origin()
                    ? same
                    : new RouteEntry(route.match(), route.rank(), route.priority(), served.get(i), route.origin());
        }
        return before.map(s -> Router.rebuild(s.router(), List.of(entries), NO_ROUTE))
                .orElseGet(() -> Router.build(List.of(entries), NO_ROUTE));
    }

    private Map<String, UpstreamService> upstreams(Model model, Optional<Snapshot> before) {
        Map<String, Upstream> old = new HashMap<>();
        before.ifPresent(s -> s.model().upstreams().forEach(u -> old.put(u.name(), u)));
        Map<String, UpstreamService> services = new HashMap<>();
        for (Upstream upstream : model.upstreams()) {
            boolean same = before.isPresent() && upstream.equals(old.get(upstream.name()));
            Optional<UpstreamService> known = before.map(s -> s.upstreams().get(upstream.name()));
            services.put(upstream.name(), same && known.isPresent() ? known.get() : service(upstream, known));
        }
        return Map.copyOf(services);
    }

    private UpstreamService service(Upstream upstream, Optional<UpstreamService> known) {
        try {
            Optional<TargetTls> encrypted = upstream.tls().map(tls -> UpstreamTlsLoader.load(tls, upstream.protocol()));
            return new UpstreamService(upstream, encrypted, known, breakers, loops);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    upstream.origin() + ": upstream " + upstream.name() + ": " + e.getMessage(), e);
        }
    }

    private static List<Policy> chain(Route route, PolicyIndex policies, List<Policy> global, PolicyContext context) {
        return route.policies().isEmpty() ? global : PolicyChains.of(route, policies, context);
    }

    private ServedRoute served(Route route, int id, List<Policy> chain, Map<String, UpstreamService> upstreams) {
        List<String> variables = PathVariables.of(route.match());
        return new ServedRoute(
                route.name(),
                service(route.to()),
                id,
                chain,
                handler(route, variables, upstreams),
                errors(route),
                route.match().encodedSeparators(),
                variables);
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
            case Backend.ToUpstream to when !route.match().connect().isEmpty() -> Proxies.tunnel(route, to, upstreams);
            case Backend.ToUpstream to -> proxies.handler(route, to, variables, upstreams);
            case Backend.Split split -> proxies.handler(route, split, variables, upstreams);
            case Backend.Redirect redirect -> new Redirect(redirect, variables);
            case Backend.Respond respond -> new FixedResponse(Proxies.response(respond));
        };
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
}
