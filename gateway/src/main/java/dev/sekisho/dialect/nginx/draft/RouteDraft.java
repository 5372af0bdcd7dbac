package dev.sekisho.dialect.nginx.draft;

import dev.sekisho.model.Mirror;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Retry;
import dev.sekisho.model.RouteTimeouts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A route in the making: what aspects of a place add to it. Belongs to one translation. */
public final class RouteDraft {

    private final Map<String, PolicyUse> policies = new LinkedHashMap<>();
    private String host = "keep";
    private RouteTimeouts timeouts = RouteTimeouts.NONE;
    private Optional<Retry> retry = Optional.empty();
    private Optional<Mirror> mirror = Optional.empty();

    /**
     * Adds a policy.
     *
     * @throws IllegalStateException where there is one of this type; each type belongs to one aspect
     */
    public void policy(String type, Record config, Origin at) {
        PolicyUse use = new PolicyUse.Inline(new PolicySpec(Optional.empty(), type, config, at));
        if (policies.put(type, use) != null) {
            throw new IllegalStateException("policy " + type + ": added twice");
        }
    }

    /** Sets the Host field for the upstream, in the form of a rewrite's. */
    public void host(String value) {
        host = value;
    }

    /** Sets how long the upstream may take. */
    public void timeouts(RouteTimeouts value) {
        timeouts = value;
    }

    /** Sets which calls are made again. */
    public void retry(Retry value) {
        retry = Optional.of(value);
    }

    /** Sets who gets a copy. */
    public void mirror(Mirror value) {
        mirror = Optional.of(value);
    }

    /** Policies in the order in which they were added. */
    public List<PolicyUse> policies() {
        return List.copyOf(policies.values());
    }

    /** The Host field for the upstream. */
    public String host() {
        return host;
    }

    /** How long the upstream may take. */
    public RouteTimeouts timeouts() {
        return timeouts;
    }

    /** Which calls are made again. */
    public Optional<Retry> retry() {
        return retry;
    }

    /** Who gets a copy. */
    public Optional<Mirror> mirror() {
        return mirror;
    }
}
