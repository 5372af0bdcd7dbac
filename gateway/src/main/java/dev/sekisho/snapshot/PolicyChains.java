package dev.sekisho.snapshot;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the chain of a route: the policies on every route and its own, in the order of {@link Policies}. Of one type, the
 * route's own takes the place of the one on every route, as with Kong's plugin precedence. Not thread-safe.
 */
public final class PolicyChains {

    private final PolicyServices services;
    private Consumers consumers = Consumers.NONE;

    /** Chains whose policies have that at hand. */
    public PolicyChains(PolicyServices services) {
        this.services = services;
    }

    /** What the policies of a model may need; its upstreams are asked only where the services are online. */
    PolicyContext context(Model model, Map<String, SubrequestService> upstreams) {
        if (!consumers.isOf(model.consumers(), model.plans())) {
            consumers = Consumers.of(model.consumers(), model.plans());
        }
        return new PolicyContext(consumers, model.stores(), services.isOnline() ? upstreams : unasked(model), services);
    }

    /** The upstreams of a model, none of which is asked. */
    public static Map<String, SubrequestService> unasked(Model model) {
        Map<String, SubrequestService> named = new HashMap<>();
        model.upstreams().forEach(upstream -> named.put(upstream.name(), SubrequestService.UNASKED));
        return named;
    }

    /** The chain of a route that has no policies of its own. */
    static List<Policy> global(Model model, PolicyContext context) {
        return create(globalSpecs(model), context);
    }

    /** The chain of a route. */
    static List<Policy> of(Route route, Model model, PolicyContext context) {
        return create(specs(route, model), context);
    }

    /** The policies of a route in the order of its chain, for {@code explain}. */
    public static List<PolicySpec> specs(Route route, Model model) {
        List<PolicySpec> own =
                route.policies().stream().map(use -> spec(use, model)).toList();
        List<PolicySpec> all =
                new ArrayList<>(own.stream().map(spec -> resolved(spec, model)).toList());
        for (PolicySpec global : globalSpecs(model)) {
            if (own.stream().noneMatch(spec -> spec.type().equals(global.type()))) {
                all.add(global);
            }
        }
        all.sort(Comparator.comparingInt(spec -> Policies.position(spec.type())));
        return all;
    }

    private static List<PolicySpec> globalSpecs(Model model) {
        return model.policies().stream()
                .filter(spec -> spec.name().isEmpty())
                .sorted(Comparator.comparingInt(spec -> Policies.position(spec.type())))
                .map(spec -> resolved(spec, model))
                .toList();
    }

    /** The same; where it is made of other policies, with these in place of their names. */
    public static PolicySpec resolved(PolicySpec spec, Model model) {
        if (!(spec.config() instanceof PolicyGroup group)) {
            return spec;
        }
        List<PolicyUse> parts = group.policies().stream()
                .<PolicyUse>map(use -> new PolicyUse.Inline(spec(use, model)))
                .toList();
        return new PolicySpec(spec.name(), spec.type(), group.withPolicies(parts), spec.origin());
    }

    private static PolicySpec spec(PolicyUse use, Model model) {
        return switch (use) {
            case PolicyUse.Inline inline -> inline.spec();
            case PolicyUse.Named named -> named(model, named.name());
        };
    }

    private static PolicySpec named(Model model, String name) {
        return model.policies().stream()
                .filter(spec -> spec.name().filter(name::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("policy: " + name + " (expected: a named policy)"));
    }

    private static List<Policy> create(List<PolicySpec> specs, PolicyContext context) {
        List<Policy> chain = new ArrayList<>();
        for (PolicySpec spec : specs) {
            try {
                chain.add(Policies.create(spec, context));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(spec.origin() + ": " + spec.type() + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(chain);
    }
}
