package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.telemetry.EndObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the exchanges of one generation. Finds what a loop counted for a route by the route's dense number, in pages that
 * are made on first use, so that routes without traffic cost nothing; the counts themselves belong to the
 * {@link MetricsRegistry} and outlive the generation. Thread-safe: each loop keeps to its own part.
 */
public final class RouteMetrics implements EndObserver {

    private static final int PAGE_BITS = 6;
    private static final int PAGE = 1 << PAGE_BITS;

    private final MetricsRegistry registry;
    private final int number;
    private final List<ServedRoute> routes;
    private final @Nullable LoopCells[][][] loops;
    private final long[][] processing;

    RouteMetrics(MetricsRegistry registry, int number, List<ServedRoute> routes) {
        this.registry = registry;
        this.number = number;
        this.routes = routes;
        int size = 0;
        for (ServedRoute route : routes) {
            size = Math.max(size, route.id() + 1);
        }
        int pages = (size + PAGE - 1) >>> PAGE_BITS;
        this.loops = new LoopCells[registry.loops()][pages][];
        this.processing = new long[registry.loops()][];
        for (int i = 0; i < processing.length; i++) {
            processing[i] = registry.processing().loop(i);
        }
    }

    int number() {
        return number;
    }

    List<ServedRoute> routes() {
        return routes;
    }

    @Override
    public void ended(Exchange x, long now) {
        int loop = x.loop().index();
        LoopCells cells = x.isRouted() ? cells(loop, x.route()) : registry.unrouted(loop);
        RequestHead head = x.request();
        Method method = head.methodEnd() == head.methodStart() ? Method.OTHER : head.method();
        long duration = Math.max(0, now - x.startNanos());
        cells.count(Combination.of(method, EndObserver.status(x)), duration);
        cells.count(x.reason(), x.principal());
        long upstream = x.upstreamTries().headNanos();
        if (upstream >= 0) {
            Buckets.UPSTREAM.observe(cells.upstream(), upstream);
        }
        Buckets.PROCESSING.observe(processing[loop], Math.max(0, duration - Math.max(0, upstream)));
    }

    private LoopCells cells(int loop, ServedRoute route) {
        @Nullable LoopCells[][] pages = loops[loop];
        int at = route.id() >>> PAGE_BITS;
        if (at >= pages.length) {
            return registry.cells(loop, route, this); // a number beyond those announced: slow, still right
        }
        @Nullable LoopCells[] page = pages[at];
        if (page == null) {
            page = new LoopCells[PAGE];
            pages[at] = page;
        }
        LoopCells cells = page[route.id() & PAGE - 1];
        if (cells == null) {
            cells = registry.cells(loop, route, this);
            page[route.id() & PAGE - 1] = cells;
        }
        return cells;
    }
}
