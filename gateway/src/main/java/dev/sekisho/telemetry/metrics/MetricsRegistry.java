package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.ServedRoute;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All that is counted, for the life of the process. Event loops write to arrays of their own; a scrape sums them and never
 * touches a loop. Counts of a route go on over reloads, since routes are known by name and service; those of a route that
 * the configuration lost are dropped an hour later. Thread-safe.
 */
public final class MetricsRegistry {

    /** How long the series of a removed route are still shown, so that the last scrapes see its end. */
    static final long KEEP_REMOVED = TimeUnit.HOURS.toNanos(1);

    private static final RouteSeries.Key UNROUTED = new RouteSeries.Key("(none)", "(none)");

    private final int loops;
    private final LongSupplier clock;
    private final LoopHistogram processing;
    private final Map<RouteSeries.Key, RouteSeries> routes = new ConcurrentHashMap<>();
    private final Map<String, LoopHistogram> services = new ConcurrentHashMap<>();
    private final List<Family> families = new CopyOnWriteArrayList<>();
    private final RouteSeries unrouted;
    private final Executor background;
    private final AtomicReference<RouteMetrics> serving;
    private int bound;
    private int marked;

    /** A registry for so many event loops. */
    public MetricsRegistry(int loops) {
        this(loops, System::nanoTime, Thread::startVirtualThread);
    }

    MetricsRegistry(int loops, LongSupplier clock, Executor background) {
        this.loops = loops;
        this.background = background;
        this.clock = clock;
        this.processing = new LoopHistogram(Buckets.PROCESSING, loops);
        this.unrouted = new RouteSeries(UNROUTED, loops);
        this.serving = new AtomicReference<>(new RouteMetrics(this, 0, List.of()));
    }

    /**
     * What counts the exchanges of a new generation. The generation counts as serving from its first exchange on, so that
     * one that is given up before changes nothing; what the configuration lost is found on another thread.
     */
    public synchronized RouteMetrics bind(List<ServedRoute> served) {
        bound++;
        background.execute(this::expire);
        return new RouteMetrics(this, bound, served);
    }

    /**
     * Shows a number that others keep: a gauge, or a counter that never goes back.
     *
     * @param family name, help and kind
     * @param samples the values, asked at each scrape by its thread; must not block for long
     */
    public void add(Family.Head family, Supplier<List<Sample>> samples) {
        families.add(new Family(family, samples));
    }

    int loops() {
        return loops;
    }

    LoopHistogram processing() {
        return processing;
    }

    /** What the loop counted for the route; the slow way, on the loop. */
    LoopCells cells(int loop, ServedRoute route, RouteMetrics generation) {
        serving.accumulateAndGet(generation, (a, b) -> a.number() >= b.number() ? a : b);
        RouteSeries.Key key = new RouteSeries.Key(route.name(), route.service());
        RouteSeries series = routes.get(key);
        if (series == null) {
            RouteSeries fresh = new RouteSeries(key, loops);
            fresh.seen(generation.number());
            RouteSeries other = routes.putIfAbsent(key, fresh);
            series = other == null ? fresh : other;
        }
        series.seen(generation.number());
        return series.loop(loop, () -> new LoopCells(service(key.service()).loop(loop)));
    }

    /** What the loop counted for requests that were refused before a route was known. */
    LoopCells unrouted(int loop) {
        return unrouted.loop(
                loop, () -> new LoopCells(service(UNROUTED.service()).loop(loop)));
    }

    private LoopHistogram service(String name) {
        LoopHistogram known = services.get(name);
        if (known != null) {
            return known;
        }
        LoopHistogram fresh = new LoopHistogram(Buckets.UPSTREAM, loops);
        LoopHistogram other = services.putIfAbsent(name, fresh);
        return other == null ? fresh : other;
    }

    /** Drops what is gone for long enough. */
    synchronized void expire() {
        RouteMetrics current = serving.get();
        if (marked != current.number()) {
            mark(current);
        }
        long now = clock.getAsLong();
        boolean dropped = false;
        for (Iterator<RouteSeries> all = routes.values().iterator(); all.hasNext(); ) {
            if (all.next().isExpired(current.number(), now, KEEP_REMOVED)) {
                all.remove();
                dropped = true;
            }
        }
        if (dropped) {
            Set<String> used =
                    routes.keySet().stream().map(RouteSeries.Key::service).collect(Collectors.toSet());
            used.add(UNROUTED.service());
            services.keySet().retainAll(used);
        }
    }

    /** Notes which of the routes that were ever counted serve now. */
    private void mark(RouteMetrics current) {
        marked = current.number();
        if (routes.isEmpty()) {
            return;
        }
        for (ServedRoute route : current.routes()) {
            RouteSeries series = routes.get(new RouteSeries.Key(route.name(), route.service()));
            if (series != null) {
                series.seen(marked);
            }
        }
    }

    /** The series that have counted something. */
    List<RouteSeries> series() {
        List<RouteSeries> all = new ArrayList<>(routes.values());
        if (!routes.containsKey(UNROUTED)) {
            all.add(unrouted);
        }
        return all;
    }

    /** Upstream times by service. */
    Map<String, LoopHistogram> services() {
        return new TreeMap<>(services);
    }

    List<Family> families() {
        return List.copyOf(families);
    }
}
