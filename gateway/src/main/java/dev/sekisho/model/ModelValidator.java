package dev.sekisho.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks a model as a whole: names, references, and what no single property shows. Finds every problem in one pass whose
 * cost grows with the size of the model. Whatever language a model comes from, a model without errors can be served.
 */
public final class ModelValidator {

    /** Nearest names are looked for this many times; each look costs a pass over all names. */
    private static final int MAX_SUGGESTIONS = 20;

    private final List<Problem> problems = new ArrayList<>();
    private final Model model;
    private final Set<String> broken;
    private final boolean routesAreGood;
    private final Set<String> upstreams = new HashSet<>();
    private final Map<String, Upstream> byName = new HashMap<>();
    private final Set<String> policies = new HashSet<>();
    private final Set<String> plans = new HashSet<>();
    private int suggestions;

    private ModelValidator(Model model, Set<String> broken, boolean routesAreGood) {
        this.model = model;
        this.broken = broken;
        this.routesAreGood = routesAreGood;
        model.upstreams().forEach(upstream -> byName.putIfAbsent(upstream.name(), upstream));
    }

    /** The problems of a model, in the order of its parts; empty where it can be served without remark. */
    public static List<Problem> validate(Model model) {
        return validate(model, Set.of());
    }

    /**
     * The problems of a model from which parts were left out.
     *
     * @param broken names of the parts left out; references to them are no problem of their own
     */
    public static List<Problem> validate(Model model, Set<String> broken) {
        return new ModelValidator(model, broken, false).run();
    }

    /**
     * The same as {@link #validate(Model)}, faster where few routes have changed.
     *
     * @param good an earlier model in which no error was found
     */
    public static List<Problem> validate(Model model, Model good) {
        return new ModelValidator(model, Set.of(), RouteChanges.areGood(good, model)).run();
    }

    private List<Problem> run() {
        Set<String> listeners = names("listeners", model.listeners(), Listener::name, Listener::origin);
        upstreams.addAll(names("upstreams", model.upstreams(), Upstream::name, Upstream::origin));
        if (!routesAreGood) {
            names("routes", model.routes(), Route::name, Route::origin);
        }
        names("streams", model.streams(), StreamListener::name, StreamListener::origin);
        List<PolicySpec> named =
                model.policies().stream().filter(p -> p.name().isPresent()).toList();
        policies.addAll(names("policies", named, p -> p.name().orElseThrow(), PolicySpec::origin));
        names("consumers", model.consumers(), Consumer::name, Consumer::origin);
        plans.addAll(names("plans", model.plans(), Plan::name, Plan::origin));
        names("stores", model.stores(), Store::name, Store::origin);
        names("variables", model.variables(), Variable::name, Variable::origin);
        names("webhooks", model.telemetry().webhooks(), Webhook::name, Webhook::origin);
        model.policies().forEach(this::parts);
        listeners();
        for (Route route : model.routes()) {
            route.match().listener().forEach(name -> known("listener", name, listeners, route.origin()));
        }
        model.upstreams().forEach(this::upstream);
        if (!routesAreGood) {
            model.routes().forEach(this::route);
        }
        model.streams().forEach(this::stream);
        model.consumers()
                .forEach(consumer -> consumer.plan().ifPresent(plan -> known("plan", plan, plans, consumer.origin())));
        model.stores().forEach(store -> StoreChecks.check(store, problems));
        model.telemetry().webhooks().forEach(webhook -> WebhookChecks.check(webhook, problems));
        ConsumerChecks.check(model.consumers(), problems);
        AudienceChecks.check(model, broken, problems);
        CertificateChecks.check(model, problems);
        if (broken.isEmpty()) { // else what reads a credential may be among what was left out
            CredentialUse.check(model, problems);
            PlanUse.check(model, problems);
            VariableChecks.check(model, problems);
            namedRoutes();
        }
        List<Store> memory = model.stores().stream()
                .filter(store -> store.kind() == Store.Kind.MEMORY)
                .toList();
        unused("stores of kind memory", memory, Store::origin);
        return List.copyOf(problems);
    }

    /** Checks the names of one kind of part, and gives them. */
    private <T> Set<String> names(String kind, List<T> parts, Function<T, String> name, Function<T, Origin> origin) {
        Map<String, Origin> seen = HashMap.newHashMap(parts.size());
        for (T part : parts) {
            String text = name.apply(part);
            if (!Tokens.isName(text)) {
                String message = kind + ": name " + Tokens.quote(text)
                        + " (expected: 1 to 200 characters without control characters)";
                error(origin.apply(part), "model.name", message, "");
            }
            Origin first = seen.putIfAbsent(text, origin.apply(part));
            if (first != null) {
                String message = kind + ": name " + text + " (expected: unique, but it stands at " + first + " too)";
                error(origin.apply(part), "model.duplicate-name", message, "rename one of them");
            }
        }
        return seen.keySet();
    }

    private void listeners() {
        if (model.listeners().isEmpty() && model.streams().isEmpty()) {
            String fix = "add listeners: [ { name: http, address: \"127.0.0.1:8080\" } ]";
            error(Origin.NONE, "model.no-listeners", "listeners: none (expected: at least one)", fix);
        }
        Map<Address, Origin> seen = new HashMap<>();
        for (Listener listener : model.listeners()) {
            address(listener.address(), listener.origin(), seen);
            if (listener.tls().isPresent() && listener.redirectToHttps().isPresent()) {
                String message =
                        "redirectToHttps: beside tls (expected: on a listener in the clear, port 80 as a rule)";
                error(listener.origin(), "model.redirect-tls", message, "put it on a listener of its own without tls");
            }
            listener.via().filter(via -> !Tokens.isToken(via)).ifPresent(via -> {
                String message = "via: " + Tokens.quote(via) + " (expected: a token of RFC 9110 section 5.6.2)";
                error(listener.origin(), "model.via", message, "");
            });
        }
        ConnectChecks.listeners(model, problems);
        Map<Address, Origin> datagrams = new HashMap<>();
        for (StreamListener stream : model.streams()) {
            address(stream.address(), stream.origin(), stream.protocol() == StreamProtocol.UDP ? datagrams : seen);
        }
    }

    private void address(Address address, Origin at, Map<Address, Origin> seen) {
        Origin first = address.port() == 0 ? null : seen.putIfAbsent(address, at);
        if (first != null) {
            String message =
                    "address: " + address + " (expected: one listener on each address, but " + first + " has it too)";
            error(at, "model.duplicate-address", message, "");
        }
    }

    private void stream(StreamListener stream) {
        stream.to().ifPresent(name -> known("upstream", name, upstreams, stream.origin()));
        stream.sni().forEach(route -> known("upstream", route.to(), upstreams, stream.origin()));
        StreamChecks.check(stream, byName, problems);
    }

    private void upstream(Upstream upstream) {
        UpstreamChecks.check(upstream, problems);
        if (upstream.targetsFile().isEmpty() && upstream.targets().stream().noneMatch(target -> target.weight() > 0)) {
            String found = upstream.targets().isEmpty() ? "none" : "all of weight 0";
            String message = "targets: " + found + " (expected: at least one with a weight above 0)";
            error(upstream.origin(), "model.no-targets", message, "");
        }
        upstream.targets().forEach(target -> check(target).ifPresent(problems::add));
        upstream.pool()
                .maxIdle()
                .flatMap(idle -> idle(idle, upstream.pool()))
                .ifPresent(message -> problems.add(new Problem(upstream.origin(), "model.pool", message, "", false)));
    }

    private static Optional<String> idle(int idle, Pool pool) {
        String found = "pool.maxIdle: " + idle;
        if (pool.maxIdlePerLoop().isPresent()) {
            return Optional.of(found + " (expected: not beside maxIdlePerLoop)");
        }
        return idle > pool.size()
                ? Optional.of(found + " (expected: at most pool.size, " + pool.size() + ")")
                : Optional.empty();
    }

    /** What is wrong with a target by itself. Port 0 is for names of services, whose records hold the port. */
    public static Optional<Problem> check(Target target) {
        Address address = target.address();
        boolean service = address.host().startsWith("_");
        if (address.host().isEmpty() || address.port() == 0 && !service) {
            String message = "address: " + address + " (expected: a host, and a port of 1 to 65535)";
            return Optional.of(new Problem(target.origin(), "model.target-address", message, "", true));
        }
        return Optional.empty();
    }

    /** The problems of these routes of the model, names that stand twice aside. */
    static List<Problem> routes(Model model, List<Route> some) {
        ModelValidator validator = new ModelValidator(model, Set.of(), true);
        model.upstreams().forEach(upstream -> validator.upstreams.add(upstream.name()));
        model.policies().forEach(policy -> policy.name().ifPresent(validator.policies::add));
        some.forEach(validator::route);
        return validator.problems;
    }

    private void route(Route route) {
        RouteChecks.check(route, problems);
        UpstreamChecks.check(route, byName, problems);
        ConnectChecks.check(route, byName, problems);
        switch (route.to()) {
            case Backend.ToUpstream to -> known("upstream", to.upstream(), upstreams, route.origin());
            case Backend.Split to -> split(to.split(), route);
            case Backend.Redirect _, Backend.Respond _, Backend.Files _ -> {}
        }
        route.fallback()
                .flatMap(Fallback::upstream)
                .ifPresent(name -> known("upstream", name, upstreams, route.origin()));
        route.mirror().ifPresent(mirror -> known("upstream", mirror.upstream(), upstreams, route.origin()));
        route.policies().forEach(this::use);
    }

    private void use(PolicyUse use) {
        switch (use) {
            case PolicyUse.Named(String name, Origin origin) -> known("policy", name, policies, origin);
            case PolicyUse.Inline(PolicySpec spec) -> parts(spec);
        }
    }

    private void parts(PolicySpec spec) {
        if (spec.config() instanceof PolicyGroup group) {
            group.policies().forEach(this::use);
        }
    }

    /** Routes that policies send requests to. */
    private void namedRoutes() {
        Set<String> routes = new HashSet<>();
        for (PolicySpec spec : ServingPolicies.of(model)) {
            if (spec.config() instanceof RouteUser user) {
                if (routes.isEmpty()) {
                    model.routes().forEach(route -> routes.add(route.name()));
                }
                user.routes().forEach(name -> known("route", name, routes, spec.origin()));
            }
        }
        fallbacks();
    }

    /** Routes that go on where a directory has no such file. */
    private void fallbacks() {
        Set<String> routes = new HashSet<>();
        for (Route route : model.routes()) {
            if (route.to() instanceof Backend.Files files && files.fallback().isPresent()) {
                if (routes.isEmpty()) {
                    model.routes().forEach(each -> routes.add(each.name()));
                }
                known("route", files.fallback().get(), routes, route.origin());
            }
        }
    }

    private void split(List<Backend.Share> shares, Route route) {
        if (shares.stream().noneMatch(share -> share.weight() > 0)) {
            String message = "split: no share with a weight above 0 (expected: at least one)";
            error(route.origin(), "model.no-shares", message, "");
        }
        shares.forEach(share -> known("upstream", share.upstream(), upstreams, route.origin()));
    }

    private void known(String kind, String name, Set<String> names, Origin at) {
        if (!names.contains(name) && !broken.contains(name)) {
            String message = kind + ": " + Tokens.quote(name) + " (expected: the name of one that is configured)";
            error(at, "model.unknown-" + kind, message, suggest(name, names));
        }
    }

    private String suggest(String name, Collection<String> names) {
        return suggestions++ < MAX_SUGGESTIONS
                ? Nearest.fix(name, names.stream().sorted().toList())
                : "";
    }

    private <T> void unused(String kind, List<T> parts, Function<T, Origin> origin) {
        Optional<T> first = parts.stream().findFirst();
        first.ifPresent(part -> problems.add(new Problem(
                origin.apply(part), "model.unused", kind + ": no policy of this version reads them", "", false)));
    }

    private void error(Origin at, String code, String message, String fix) {
        problems.add(new Problem(at, code, message, fix, true));
    }
}
