package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.retry.Cap;
import dev.sekisho.dataplane.upstream.retry.RetryBudget;
import dev.sekisho.dataplane.upstream.retry.RetryPolicy;
import dev.sekisho.model.Breaker;
import dev.sekisho.model.Caps;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Upstream;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps an upstream from being asked too much: breaker, retry budget, caps. Shared by loops, thread-safe. */
public final class UpstreamGuards {

    private static final Retry.Budget UNUSED = new Retry.Budget(0, 0); // without a retry policy nothing asks for it

    private final Upstream config;
    private final @Nullable CircuitBreaker breaker;
    private final RetryPolicy retry;
    private final RetryBudget budget;
    private final Cap connections;
    private final Cap pending;
    private final Cap requests;
    private final Cap retries;

    private UpstreamGuards(Upstream upstream, @Nullable UpstreamGuards before, BreakerEvents events, int loops) {
        this.config = upstream;
        Optional<Breaker> rules = upstream.breaker().filter(b -> b.scope() != Breaker.Scope.TARGET);
        CircuitBreaker known = before == null ? null : before.breaker;
        this.breaker = rules.isEmpty()
                ? null
                : known != null && known.rules().equals(rules.get())
                        ? known
                        : new CircuitBreaker(upstream.name(), rules.get(), events, InstantSource.system());
        this.retry = upstream.retry().map(RetryPolicy::of).orElse(RetryPolicy.DEFAULT);
        this.budget = before != null && before.config.retry().equals(upstream.retry())
                ? before.budget
                : new RetryBudget(upstream.retry().map(Retry::budget).orElse(UNUSED), loops);
        Caps caps = upstream.limits();
        UpstreamGuards same = before != null && before.config.limits().equals(caps) ? before : null;
        this.connections = same != null ? same.connections : new Cap(caps.connections());
        this.pending = same != null ? same.pending : new Cap(caps.pending());
        this.requests = same != null ? same.requests : new Cap(caps.requests());
        this.retries = same != null ? same.retries : new Cap(caps.retries());
    }

    /** The guards of an upstream; what its configuration does not change is taken over. */
    static UpstreamGuards of(Upstream upstream, Optional<UpstreamGuards> before, BreakerEvents events, int loops) {
        return new UpstreamGuards(upstream, before.orElse(null), events, loops);
    }

    /** The breaker of the upstream as a whole, if it has one. */
    public Optional<CircuitBreaker> breaker() {
        return Optional.ofNullable(breaker);
    }

    @Nullable
    CircuitBreaker breakerOrNull() {
        return breaker;
    }

    RetryPolicy retry() {
        return retry;
    }

    RetryBudget budget() {
        return budget;
    }

    /** Connections to all targets. */
    public Cap connections() {
        return connections;
    }

    /** Requests that wait for a connection. */
    public Cap pending() {
        return pending;
    }

    /** Requests under way. */
    public Cap requests() {
        return requests;
    }

    /** Retries under way. */
    public Cap retries() {
        return retries;
    }
}
