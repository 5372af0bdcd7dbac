package dev.sekisho.policy.log;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The pen of each event loop, by the loop's number, for all policies of this type. Lock-free; allocates once for each loop. */
final class Pens {

    private final AtomicReference<@Nullable Pen[]> all = new AtomicReference<>(new @Nullable Pen[0]);

    /** The pen of a loop, the same for every call. */
    Pen of(int loop) {
        @Nullable Pen[] now = all.get();
        Pen known = loop < now.length ? now[loop] : null;
        return known != null ? known : open(loop);
    }

    private Pen open(int loop) {
        Pen pen = new Pen();
        while (true) {
            @Nullable Pen[] now = all.get();
            @Nullable Pen[] next = Arrays.copyOf(now, Math.max(now.length, loop + 1));
            next[loop] = pen; // nobody else opens the pen of this loop
            if (all.compareAndSet(now, next)) {
                return pen;
            }
        }
    }
}
