package dev.sekisho.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which policies of a model serve: those on every route, those that a route uses, and those that these are made of. */
final class ServingPolicies {

    private final Map<String, PolicySpec> named = new HashMap<>();
    private final List<PolicySpec> found = new ArrayList<>();

    private ServingPolicies() {}

    /** Each once, in the order of the model. */
    static List<PolicySpec> of(Model model) {
        ServingPolicies serving = new ServingPolicies();
        model.policies().forEach(spec -> spec.name().ifPresent(name -> serving.named.putIfAbsent(name, spec)));
        model.policies().stream().filter(spec -> spec.name().isEmpty()).forEach(serving::add);
        model.routes().forEach(route -> route.policies().forEach(serving::use));
        return List.copyOf(serving.found);
    }

    private void use(PolicyUse use) {
        switch (use) {
            case PolicyUse.Inline(PolicySpec spec) -> add(spec);
            case PolicyUse.Named(String name, Origin _) -> {
                PolicySpec spec = named.remove(name); // once is enough
                if (spec != null) {
                    add(spec);
                }
            }
        }
    }

    private void add(PolicySpec spec) {
        found.add(spec);
        if (spec.config() instanceof PolicyGroup group) {
            group.policies().forEach(this::use);
        }
    }
}
