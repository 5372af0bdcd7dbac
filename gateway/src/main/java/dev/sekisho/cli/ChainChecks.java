package dev.sekisho.cli;

import dev.sekisho.cli.check.PolicyKinds;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PrincipalUser;
import dev.sekisho.model.Route;
import dev.sekisho.model.Size;
import dev.sekisho.policy.sizelimit.SizeLimitConfig;
import dev.sekisho.snapshot.ChainPlace;
import dev.sekisho.snapshot.PolicyIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds policies that can do nothing at their place in a chain, or something else than they seem to, since nothing before them finds out
 * who the client is, or since listeners refuse sooner. Each is a warning, once for each policy that is written down.
 */
final class ChainChecks {

    private final PolicyIndex policies;
    private final Optional<Size> largestBody;
    private final Map<DiagnosticKind, Map<PolicySpec, Found>> found = new IdentityHashMap<>();

    /**
     * What was found of a policy.
     *
     * @param what in words
     * @param routes on which
     */
    private record Found(String what, List<String> routes) {}

    private ChainChecks(Model model) {
        this.policies = PolicyIndex.of(model);
        this.largestBody = largestBody(model);
    }

    /** The warnings about a model that can be built. */
    static List<Diagnostic> of(Model model) {
        ChainChecks checks = new ChainChecks(model);
        model.routes().forEach(checks::route);
        return checks.diagnostics();
    }

    /** The largest body of a request that a listener lets in; empty where one lets in any. */
    private static Optional<Size> largestBody(Model model) {
        List<Size> bodies = model.listeners().stream()
                .map(listener -> listener.limits().body())
                .toList();
        return bodies.stream().anyMatch(body -> body.bytes() == 0)
                ? Optional.empty()
                : bodies.stream().max(Comparator.comparingLong(Size::bytes));
    }

    private void route(Route route) {
        boolean identified = false;
        for (ChainPlace place : policies.places(route)) {
            for (PolicySpec spec : place.specs()) {
                if (!identified) {
                    unidentified(spec, route);
                }
                size(spec, route);
            }
            identified |= ChainPlace.identifies(place.type());
        }
    }

    private void unidentified(PolicySpec spec, Route route) {
        if (!spec.audience().isEverybody()) {
            note(PolicyKinds.AUDIENCE_TOO_EARLY, spec, "for: " + spec.audience() + ": serves nobody", route);
        } else if (spec.config() instanceof PrincipalUser user) {
            user.withoutPrincipal().ifPresent(what -> note(PolicyKinds.NOBODY_KNOWN, spec, what, route));
        }
    }

    private void size(PolicySpec spec, Route route) {
        if (spec.config() instanceof SizeLimitConfig config && largestBody.isPresent()) {
            Size most = largestBody.get();
            config.request().filter(size -> size.bytes() > most.bytes()).ifPresent(size -> {
                String what = "request: " + size + " (expected: <= " + most + ", which listeners let in)";
                note(PolicyKinds.BEYOND_LISTENER, spec, what, route);
            });
        }
    }

    private void note(DiagnosticKind kind, PolicySpec spec, String what, Route route) {
        found.computeIfAbsent(kind, k -> new IdentityHashMap<>())
                .computeIfAbsent(spec, s -> new Found(what, new ArrayList<>()))
                .routes()
                .add(route.name());
    }

    private List<Diagnostic> diagnostics() {
        List<Diagnostic> all = new ArrayList<>();
        found.forEach((kind, specs) -> specs.forEach((spec, what) -> all.add(diagnostic(kind, spec, what))));
        return all;
    }

    private static Diagnostic diagnostic(DiagnosticKind kind, PolicySpec spec, Found found) {
        List<String> routes = found.routes();
        String more = routes.size() == 1 ? "" : " and " + (routes.size() - 1) + " more";
        boolean beyond = kind == PolicyKinds.BEYOND_LISTENER;
        String expected = beyond ? "" : " (expected: a policy before it that finds out who the client is)";
        return new Diagnostic(
                kind.severity(),
                kind.code(),
                spec.origin(),
                spec.type() + " on route " + routes.getFirst() + more + ": " + found.what() + expected,
                beyond ? "raise limits.body of the listener" : "put a policy of authentication on the route");
    }
}
