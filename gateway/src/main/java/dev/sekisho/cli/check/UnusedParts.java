package dev.sekisho.cli.check;

import dev.sekisho.model.Backend;
import dev.sekisho.model.Fallback;
import dev.sekisho.model.Mirror;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import dev.sekisho.model.SniRoute;
import dev.sekisho.model.UpstreamUser;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Named policies that no route uses, and upstreams that nothing is sent to. */
final class UnusedParts {

    private final Set<String> policies = new HashSet<>();
    private final Set<String> upstreams = new HashSet<>();

    private UnusedParts() {}

    static void look(Model model, Findings findings) {
        UnusedParts used = new UnusedParts();
        model.routes().forEach(used::route);
        model.policies().forEach(used::spec);
        model.streams().forEach(stream -> {
            stream.to().ifPresent(used.upstreams::add);
            stream.sni().stream().map(SniRoute::to).forEach(used.upstreams::add);
        });
        for (PolicySpec spec : model.policies()) {
            spec.name()
                    .filter(name -> !used.policies.contains(name))
                    .ifPresent(name -> findings.add(
                            "policy.unused",
                            spec.origin(),
                            "policy " + name + ": no route uses it (expected: one that does)",
                            "name it under policies of a route, or remove it"));
        }
        model.upstreams().stream()
                .filter(upstream -> !used.upstreams.contains(upstream.name()))
                .forEach(upstream -> findings.add(
                        "upstream.unused",
                        upstream.origin(),
                        "upstream " + upstream.name() + ": nothing is sent to it",
                        "remove it, or name it in a route"));
    }

    private void route(Route route) {
        switch (route.to()) {
            case Backend.ToUpstream to -> upstreams.add(to.upstream());
            case Backend.Split split -> split.split().forEach(share -> upstreams.add(share.upstream()));
            case Backend.Redirect _, Backend.Respond _, Backend.Files _ -> {}
        }
        route.fallback().flatMap(Fallback::upstream).ifPresent(upstreams::add);
        route.mirror().map(Mirror::upstream).ifPresent(upstreams::add);
        uses(route.policies());
    }

    private void uses(List<PolicyUse> uses) {
        for (PolicyUse use : uses) {
            switch (use) {
                case PolicyUse.Named named -> policies.add(named.name());
                case PolicyUse.Inline inline -> spec(inline.spec());
            }
        }
    }

    private void spec(PolicySpec spec) {
        if (spec.config() instanceof UpstreamUser user) {
            upstreams.addAll(user.upstreams());
        }
        if (spec.config() instanceof PolicyGroup group) {
            uses(group.policies());
        }
    }
}
