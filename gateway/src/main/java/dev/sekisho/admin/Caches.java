package dev.sekisho.admin;

import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.Variants;
import dev.sekisho.dialect.JsonText;
import dev.sekisho.policy.Purgeable;
import dev.sekisho.policy.Purgeable.Figures;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.Sample;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What the admin interface does with the caches of routes, and what its metrics page shows of them. */
public final class Caches {

    private Caches() {}

    /** Shows what the caches of the routes that serve hold. */
    public static void addTo(MetricsRegistry registry, Supplier<Snapshot> serving) {
        add(
                registry,
                "api_gateway_cache_entries",
                "Responses that a route's cache has in memory",
                serving,
                Figures::entries);
        add(
                registry,
                "api_gateway_cache_bytes",
                "Bytes of bodies that a route's cache has in memory",
                serving,
                Figures::bytes);
    }

    private static void add(
            MetricsRegistry registry,
            String name,
            String help,
            Supplier<Snapshot> serving,
            ToLongFunction<Figures> figure) {
        registry.add(
                Family.Head.gauge(name, help + "; routes that share one show the same.", "route"),
                () -> serving.get().routes().stream()
                        .flatMap(route ->
                                of(route).map(cache -> new Sample(figure.applyAsLong(cache.figures()), route.name())))
                        .toList());
    }

    private static Stream<Purgeable> of(ServedRoute route) {
        return route.policies().stream()
                .flatMap(Variants::of)
                .filter(Purgeable.class::isInstance)
                .map(Purgeable.class::cast);
    }

    /** What is to be forgotten. */
    record Wish(Purgeable.By by, String text) {}

    /** Reads {@code url=…}, {@code prefix=…}, {@code key=…} or {@code all}, one of them; empty where the query is none. */
    static Optional<Wish> wish(String query) {
        int equals = query.indexOf('=');
        String name = equals < 0 ? query : query.substring(0, equals);
        String text;
        try {
            text = equals < 0 ? "" : URLDecoder.decode(query.substring(equals + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        for (Purgeable.By by : Purgeable.By.values()) {
            boolean all = by == Purgeable.By.ALL;
            if (by.name().toLowerCase(Locale.ROOT).equals(name) && all == text.isEmpty() && query.indexOf('&') < 0) {
                return Optional.of(new Wish(by, text));
            }
        }
        return Optional.empty();
    }

    /** Has all caches forget; how many responses that were. Waits for their disks. */
    static int purge(Snapshot snapshot, Wish wish) {
        int count = 0;
        for (Purgeable cache : of(snapshot)) {
            count += cache.purge(wish.by(), wish.text()).join();
        }
        return count;
    }

    /** What the caches hold; caches that share their storage show the same. */
    static Object figures(Snapshot snapshot) {
        List<Object> all = new ArrayList<>();
        for (ServedRoute route : snapshot.routes()) {
            of(route)
                    .forEach(cache -> all.add(JsonText.object(
                            "route", route.name(),
                            "entries", cache.figures().entries(),
                            "bytes", cache.figures().bytes(),
                            "evictions", cache.figures().evictions())));
        }
        return JsonText.object("caches", all);
    }

    private static Set<Purgeable> of(Snapshot snapshot) {
        Set<Purgeable> caches = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ServedRoute route : snapshot.routes()) {
            of(route).forEach(caches::add);
        }
        return caches;
    }
}
