package dev.sekisho.snapshot;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.Variables;
import dev.sekisho.dataplane.router.Router;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.model.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One configuration, ready to serve. Immutable but for the count of its exchanges; thread-safe.
 */
public final class Snapshot implements Generation {

    private static final int PADDING = 16; // longs between the counters of two loops, so that they share no cache line

    private final Model model;
    private final Router router;
    private final List<ServedRoute> routes;
    private final Map<String, UpstreamService> upstreams;
    private final Variables variables;
    private final ExchangeObserver observer;
    private final AtomicLongArray active;

    Snapshot(
            Model model,
            Router router,
            List<ServedRoute> routes,
            Map<String, UpstreamService> upstreams,
            Variables variables,
            ExchangeObserver observer,
            int loops) {
        this.model = model;
        this.router = router;
        this.routes = routes;
        this.upstreams = upstreams;
        this.variables = variables;
        this.observer = observer;
        this.active = new AtomicLongArray(loops * PADDING);
    }

    /** The model that it was built from. */
    public Model model() {
        return model;
    }

    /** The routes, in the order of the model. */
    public List<ServedRoute> routes() {
        return routes;
    }

    /** The router. */
    public Router router() {
        return router;
    }

    /** The upstreams by name. */
    public Map<String, UpstreamService> upstreams() {
        return upstreams;
    }

    @Override
    public ServedRoute route(Exchange exchange) {
        return router.match(exchange);
    }

    @Override
    public Optional<ServedRoute> route(Exchange exchange, String name) {
        return router.enter(name, exchange);
    }

    @Override
    public Variables variables() {
        return variables;
    }

    @Override
    public ExchangeObserver observer() {
        return observer;
    }

    @Override
    public void entered(int loop) {
        active.setOpaque(loop * PADDING, active.getPlain(loop * PADDING) + 1); // one writer, the loop
    }

    @Override
    public void left(int loop) {
        active.setOpaque(loop * PADDING, active.getPlain(loop * PADDING) - 1);
    }

    /** Exchanges under way that began on this snapshot, a moment late. */
    public long active() {
        long sum = 0;
        for (int i = 0; i < active.length(); i += PADDING) {
            sum += active.getOpaque(i);
        }
        return sum;
    }
}
