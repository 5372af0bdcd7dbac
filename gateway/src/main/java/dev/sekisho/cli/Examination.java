package dev.sekisho.cli;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.router.Finding;
import dev.sekisho.dataplane.router.Overlaps;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.PolicyIndex;
import java.util.ArrayList;
import java.util.List;

/** Finds what is wrong with a configuration beyond what its dialect sees: all of it, not only the first. */
final class Examination {

    private Examination() {}

    /** The diagnostics of the compilation, and those of building what it compiled to. */
    static List<Diagnostic> of(Compilation compilation) {
        List<Diagnostic> found = new ArrayList<>(compilation.diagnostics());
        if (!compilation.failed()) {
            List<Diagnostic> policies = policies(compilation.model());
            found.addAll(policies.isEmpty() ? build(compilation.model()) : policies);
        }
        return Diagnostics.sorted(found);
    }

    private static List<Diagnostic> policies(Model model) {
        List<PolicySpec> specs = new ArrayList<>(model.policies());
        for (Route route : model.routes()) {
            specs.addAll(inline(route.policies()));
        }
        PolicyContext context = new PolicyContext(
                Consumers.of(model.consumers(), model.plans()),
                model.stores(),
                PolicyChains.unasked(model),
                PolicyServices.offline());
        PolicyIndex policies = PolicyIndex.of(model);
        List<Diagnostic> found = new ArrayList<>();
        for (PolicySpec spec : specs) {
            List<Diagnostic> inside = new ArrayList<>();
            parts(spec).forEach(part -> create(part, context, inside));
            if (inside.isEmpty()) {
                create(policies.resolved(spec), context, inside);
            }
            found.addAll(inside);
        }
        return found;
    }

    /** What is written inside a policy, where errors have a line of their own. */
    private static List<PolicySpec> parts(PolicySpec spec) {
        return spec.config() instanceof PolicyGroup group ? inline(group.policies()) : List.of();
    }

    private static List<PolicySpec> inline(List<PolicyUse> uses) {
        List<PolicySpec> specs = new ArrayList<>();
        for (PolicyUse use : uses) {
            if (use instanceof PolicyUse.Inline(PolicySpec spec)) {
                specs.add(spec);
            }
        }
        return specs;
    }

    private static void create(PolicySpec spec, PolicyContext context, List<Diagnostic> found) {
        try {
            Policies.create(spec, context);
        } catch (IllegalArgumentException e) {
            found.add(error("policy.settings", spec.origin(), spec.type() + ": " + e.getMessage()));
        }
    }

    private static List<Diagnostic> build(Model model) {
        try (Offline offline = new Offline()) {
            List<Diagnostic> found = new ArrayList<>();
            Overlaps.find(offline.build(model).router().entries()).forEach(f -> found.add(diagnostic(f)));
            found.addAll(ChainChecks.of(model));
            return found;
        } catch (IllegalArgumentException e) {
            return List.of(error("gateway.build", Origin.NONE, String.valueOf(e.getMessage())));
        }
    }

    private static Diagnostic diagnostic(Finding finding) {
        boolean shadowed = finding.kind() == Finding.Kind.SHADOWED;
        String what = "route " + finding.route() + (shadowed ? " is never reached" : " overlaps " + finding.other());
        String fix = (shadowed ? "remove it, or narrow " : "give one of them a priority, or narrow ") + finding.other()
                + " (" + finding.otherAt() + ")";
        return new Diagnostic(
                Severity.WARNING,
                shadowed ? "route.shadowed" : "route.ambiguous",
                finding.at(),
                what + ": " + finding.reason(),
                fix);
    }

    private static Diagnostic error(String code, Origin at, String message) {
        return new Diagnostic(Severity.ERROR, code, at, message, "");
    }
}
