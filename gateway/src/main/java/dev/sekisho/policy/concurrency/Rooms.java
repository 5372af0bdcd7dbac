package dev.sekisho.policy.concurrency;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The room of each route that shares a policy, by the number of the route. Among the routes that share one no number is
 * used twice: they are made in one build, and keep their numbers. Lock-free; allocates once for each route.
 */
final class Rooms {

    private final AtomicReference<@Nullable Room[]> all = new AtomicReference<>(new @Nullable Room[0]);

    /** The room of a route, the same for every caller. */
    Room of(int route) {
        @Nullable Room[] now = all.get();
        Room known = route < now.length ? now[route] : null;
        return known != null ? known : open(route);
    }

    /** Rooms are carried over to each new array, so the one that was seen first is the only one. */
    private Room open(int route) {
        Room room = new Room();
        while (true) {
            @Nullable Room[] now = all.get();
            Room known = route < now.length ? now[route] : null;
            if (known != null) {
                return known;
            }
            @Nullable Room[] next = Arrays.copyOf(now, Math.max(now.length, route + 1));
            next[route] = room;
            if (all.compareAndSet(now, next)) {
                return room;
            }
        }
    }
}
