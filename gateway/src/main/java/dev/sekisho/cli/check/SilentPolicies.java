package dev.sekisho.cli.check;

import dev.sekisho.model.Backend;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import dev.sekisho.snapshot.PolicyChains;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Policies that change requests for a backend, on routes that answer by themselves. */
final class SilentPolicies {

    private static final String CHANGES_REQUESTS = "request-headers";

    /** Policies that look at no field of a request which another policy could have changed, unless by a placeholder. */
    private static final Set<String> BLIND =
            Set.of("response-headers", "security-headers", "cors", "ip", "response-status");

    /** How a placeholder begins; a mapping may look so too, and then counts as one. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]");

    private SilentPolicies() {}

    static void look(Model model, Findings findings) {
        for (Route route : model.routes()) {
            boolean answers = route.to() instanceof Backend.Redirect || route.to() instanceof Backend.Respond;
            if (answers && route.errors().isEmpty()) {
                route(route, model, findings);
            }
        }
    }

    private static void route(Route route, Model model, Findings findings) {
        boolean own = route.policies().stream()
                .anyMatch(use -> use instanceof PolicyUse.Inline(PolicySpec spec) && isChange(spec));
        if (!own) {
            return; // a policy for many routes may be named or stand on all
        }
        List<PolicySpec> chain = PolicyChains.specs(route, model);
        boolean seen = chain.stream()
                .filter(spec -> !isChange(spec))
                .anyMatch(spec -> !BLIND.contains(spec.type())
                        || PLACEHOLDER.matcher(spec.config().toString()).find());
        if (!seen) {
            chain.stream()
                    .filter(SilentPolicies::isChange)
                    .forEach(spec -> findings.add(
                            "policy.no-effect",
                            spec.origin(),
                            spec.type() + ": on route " + route.name()
                                    + ", which answers by itself (expected: a route to an upstream)",
                            "remove it; response-headers changes the fields of an answer"));
        }
    }

    private static boolean isChange(PolicySpec spec) {
        return spec.type().equals(CHANGES_REQUESTS);
    }
}
