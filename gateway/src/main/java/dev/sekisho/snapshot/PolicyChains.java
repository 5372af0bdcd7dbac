package dev.sekisho.snapshot;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.PolicyChain;
import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.dataplane.Variants;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Route;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the chain of a route: the policies on every route and its own, in the order of {@link Policies}. Of one type, the
 * route's own takes the place of the one on every route, as with Kong's plugin precedence; see {@link ChainPlace} for those that are
 * meant for some clients only. Not thread-safe.
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
    static List<Policy> global(PolicyIndex policies, PolicyContext context) {
        return create(policies.places(), context);
    }

    /** The chain of a route. */
    static List<Policy> of(Route route, PolicyIndex policies, PolicyContext context) {
        return create(policies.places(route), context);
    }

    /** The policies of a route in the order of its chain, all variants of a place behind each other. */
    public static List<PolicySpec> specs(Route route, Model model) {
        return PolicyIndex.of(model).places(route).stream()
                .flatMap(place -> place.specs().stream())
                .toList();
    }

    private static List<Policy> create(List<ChainPlace> places, PolicyContext context) {
        List<Policy> chain = new ArrayList<>(places.size());
        boolean identified = false; // whether something before may know the client
        for (ChainPlace place : places) {
            boolean identifies = ChainPlace.identifies(place.type());
            if (identifies && !identified && !place.isForEverybody()) {
                throw ofNobody(place);
            }
            identified |= identifies;
            chain.add(create(place, context));
        }
        return PolicyChain.of(chain);
    }

    /** A policy that asks for credentials, and could not know whom to ask: the route would be open to all others. */
    private static IllegalArgumentException ofNobody(ChainPlace place) {
        PolicySpec spec = place.specs().getFirst();
        return new IllegalArgumentException(
                spec.origin() + ": " + spec.type() + ": for: " + spec.audience() + " (expected: a policy before "
                        + spec.type() + " that finds out who the client is; else nobody is asked)");
    }

    private static Policy create(ChainPlace place, PolicyContext context) {
        if (place.isForEverybody()) {
            return create(place.specs().getFirst(), context);
        }
        List<Policy> policies = place.variants().stream()
                .map(variant -> variant.spec()
                        .map(spec -> create(spec, context.of(variant.audience())))
                        .orElse(Variants.NOTHING))
                .toList();
        return new Variants(place.audiences(), policies);
    }

    private static Policy create(PolicySpec spec, PolicyContext context) {
        try {
            return Policies.create(spec, context);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(spec.origin() + ": " + spec.type() + ": " + e.getMessage(), e);
        }
    }
}
