package dev.sekisho.model;

import java.util.List;
import java.util.stream.Stream;

/** All policies that are written down in a model, whether they serve or not. */
public final class PolicySpecs {

    private PolicySpecs() {}

    /** Those of the top-level list, then those on routes, each before those that it is made of. */
    public static Stream<PolicySpec> all(Model model) {
        return Stream.concat(
                        model.policies().stream(),
                        model.routes().stream()
                                .filter(route -> !route.policies().isEmpty())
                                .flatMap(route -> written(route.policies())))
                .flatMap(PolicySpecs::withParts);
    }

    private static Stream<PolicySpec> withParts(PolicySpec spec) {
        return spec.config() instanceof PolicyGroup group
                ? Stream.concat(Stream.of(spec), written(group.policies()).flatMap(PolicySpecs::withParts))
                : Stream.of(spec);
    }

    private static Stream<PolicySpec> written(List<PolicyUse> uses) {
        return uses.stream()
                .flatMap(use -> use instanceof PolicyUse.Inline(PolicySpec spec) ? Stream.of(spec) : Stream.of());
    }
}
