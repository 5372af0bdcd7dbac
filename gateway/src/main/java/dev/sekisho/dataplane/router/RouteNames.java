package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.ServedRoute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes by their names. Made beforehand where a route can be reached in no other way, else by the first who asks.
 * Thread-safe.
 */
final class RouteNames {

    private final List<RouteEntry> entries;
    private volatile @Nullable Map<String, ServedRoute> known;

    RouteNames(List<RouteEntry> entries) {
        this.entries = entries;
        for (RouteEntry entry : entries) {
            if (entry.match().internal()) {
                known = map(entries);
                return;
            }
        }
    }

    private static Map<String, ServedRoute> map(List<RouteEntry> entries) {
        Map<String, ServedRoute> map = HashMap.newHashMap(entries.size());
        for (RouteEntry entry : entries) {
            map.putIfAbsent(entry.served().name(), entry.served());
        }
        return map;
    }

    Optional<ServedRoute> find(String name) {
        Map<String, ServedRoute> map = known;
        if (map == null) {
            map = map(entries); // two who ask at once make the same
            known = map;
        }
        return Optional.ofNullable(map.get(name));
    }
}
