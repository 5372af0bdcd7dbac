package dev.sekisho.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Checks the routes of a model by what has changed since another one. */
final class RouteChanges {

    /** Changed routes from which on all are checked instead. */
    private static final int MAX = 1_000;

    private RouteChanges() {}

    /**
     * Whether the routes of a model have no problem, which is known where those of another have none: the routes that
     * changed have none, no name is taken twice, and nothing is gone that the others refer to. False where it is not known.
     */
    static boolean areGood(Model good, Model now) {
        if (!namesStay(good.upstreams(), now.upstreams(), UpstreamChecks::seenByRoutes)
                || !namesStay(
                        good.policies(), now.policies(), policy -> policy.name().orElse(""))) {
            return false;
        }
        Alignment alignment =
                Alignment.of(good.routes(), now.routes(), (one, other) -> one == other || one.equals(other));
        if (alignment.added() > MAX) {
            return false;
        }
        List<Route> changed = new ArrayList<>(alignment.added());
        for (int i = 0; i < now.routes().size() && changed.size() < alignment.added(); i++) {
            if (alignment.before(i) < 0) {
                changed.add(now.routes().get(i));
            }
        }
        return ModelValidator.routes(now, changed).isEmpty() && namesAreUnique(changed, now.routes());
    }

    /** One pass over all routes, which compares hash codes that the names keep. */
    private static boolean namesAreUnique(List<Route> changed, List<Route> all) {
        Set<String> names = new HashSet<>();
        for (Route route : changed) {
            if (!Tokens.isName(route.name()) || !names.add(route.name())) {
                return false;
            }
        }
        int found = 0;
        if (!names.isEmpty()) {
            for (Route route : all) {
                found += names.contains(route.name()) ? 1 : 0;
            }
        }
        return found == names.size();
    }

    private static <T> boolean namesStay(List<T> before, List<T> after, Function<T, Object> name) {
        if (before.equals(after)) {
            return true;
        }
        Set<Object> names = new HashSet<>();
        after.forEach(part -> names.add(name.apply(part)));
        return before.stream().allMatch(part -> names.contains(name.apply(part)));
    }
}
