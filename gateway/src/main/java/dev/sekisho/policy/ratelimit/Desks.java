package dev.sekisho.policy.ratelimit;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The desk of each event loop, by the loop's number. Lock-free; allocates once for each loop. */
final class Desks {

    private final AtomicReference<@Nullable Desk[]> all = new AtomicReference<>(new @Nullable Desk[0]);

    /** The desk of a loop, the same for every call. */
    Desk of(int loop) {
        @Nullable Desk[] now = all.get();
        Desk known = loop < now.length ? now[loop] : null;
        return known != null ? known : open(loop);
    }

    private Desk open(int loop) {
        Desk desk = new Desk();
        while (true) {
            @Nullable Desk[] now = all.get();
            @Nullable Desk[] next = Arrays.copyOf(now, Math.max(now.length, loop + 1));
            next[loop] = desk; // nobody else opens the desk of this loop
            if (all.compareAndSet(now, next)) {
                return desk;
            }
        }
    }
}
