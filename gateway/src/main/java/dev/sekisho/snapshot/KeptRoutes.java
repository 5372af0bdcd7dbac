package dev.sekisho.snapshot;

import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.model.Alignment;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Fallback;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import dev.sekisho.model.UpstreamUser;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes of a snapshot that serve in the next one as they are: neither they nor what they refer to has changed. */
final class KeptRoutes {

    private final Snapshot before;
    private final Model model;
    private final PolicyIndex policies;
    private final Set<String> changedUpstreams = new HashSet<>();
    private final Set<Optional<String>> changedPolicies = new HashSet<>(); // names; empty for those on every route

    /** Compares what serves with a model and its upstreams. */
    KeptRoutes(Snapshot before, Model model, Map<String, UpstreamService> upstreams) {
        this.before = before;
        this.model = model;
        this.policies = PolicyIndex.of(model);
        before.upstreams().forEach((name, service) -> {
            if (upstreams.get(name) != service) {
                changedUpstreams.add(name);
            }
        });
        if (!changedUpstreams.isEmpty()) {
            model.policies().stream().filter(this::asksChanged).forEach(spec -> changedPolicies.add(spec.name()));
        }
    }

    /** The kept routes at their places in the model, null where one has to be made. */
    @Nullable
    ServedRoute[] routes() {
        List<Route> now = model.routes();
        @Nullable ServedRoute[] kept = new @Nullable ServedRoute[now.size()];
        Model old = before.model();
        boolean samePolicies = model.policies().equals(old.policies())
                && model.consumers().equals(old.consumers())
                && model.plans().equals(old.plans())
                && model.stores().equals(old.stores());
        if (!samePolicies) {
            return kept;
        }
        Alignment alignment = Alignment.of(before.model().routes(), now, KeptRoutes::same);
        for (int i = 0; i < kept.length; i++) {
            int place = alignment.before(i);
            if (place >= 0 && stands(now.get(i))) {
                kept[i] = before.routes().get(place);
            }
        }
        if (alignment.added() > 0) {
            moved(alignment, kept);
        }
        return kept;
    }

    private static boolean same(Route one, Route other) {
        return one == other || one.equals(other);
    }

    private boolean stands(Route route) {
        if (changedUpstreams.isEmpty()) {
            return true;
        }
        if (asksChanged(route)) {
            return false;
        }
        if (route.fallback()
                        .flatMap(Fallback::upstream)
                        .filter(changedUpstreams::contains)
                        .isPresent()
                || route.mirror()
                        .filter(m -> changedUpstreams.contains(m.upstream()))
                        .isPresent()) {
            return false;
        }
        return switch (route.to()) {
            case Backend.ToUpstream to -> !changedUpstreams.contains(to.upstream());
            case Backend.Split split ->
                split.split().stream().noneMatch(share -> changedUpstreams.contains(share.upstream()));
            case Backend.Redirect _, Backend.Respond _ -> true;
        };
    }

    /** Whether a policy of the route asks an upstream that has changed. */
    private boolean asksChanged(Route route) {
        return changedPolicies.contains(Optional.<String>empty())
                || route.policies().stream().anyMatch(use -> switch (use) {
                    case PolicyUse.Inline inline -> asksChanged(inline.spec());
                    case PolicyUse.Named named -> changedPolicies.contains(Optional.of(named.name()));
                });
    }

    /** Whether a policy, or one that it is made of, asks an upstream that has changed. */
    private boolean asksChanged(PolicySpec spec) {
        return UpstreamUser.names(spec.config(), changedUpstreams)
                || policies.resolved(spec).config() instanceof PolicyGroup group
                        && group.policies().stream()
                                .anyMatch(use -> use instanceof PolicyUse.Inline(PolicySpec part) && asksChanged(part));
    }

    /** What is left may have moved to another place; names are unique. */
    private void moved(Alignment alignment, @Nullable ServedRoute[] kept) {
        Map<String, Integer> wanted = new HashMap<>();
        for (int i = 0; i < kept.length; i++) {
            if (alignment.before(i) < 0) {
                wanted.put(model.routes().get(i).name(), i);
            }
        }
        List<Route> old = before.model().routes();
        for (int i = 0; i < old.size(); i++) {
            Integer place = wanted.get(old.get(i).name());
            if (place != null && same(old.get(i), model.routes().get(place)) && stands(old.get(i))) {
                kept[place] = before.routes().get(i);
            }
        }
    }
}
