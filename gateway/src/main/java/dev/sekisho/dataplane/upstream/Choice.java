package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import org.jspecify.annotations.Nullable;

/** Which targets a call may ask and has asked. Used again with its call; not thread-safe. */
final class Choice {

    private final LoopContext loop;
    private Subset subset = Subset.ALL;
    private long tried; // bits of targets, as far as there are bits
    private int asked; // targets since the last retry
    private int total; // targets since the beginning
    private long last; // the bit of the one asked last

    Choice(LoopContext loop) {
        this.loop = loop;
    }

    /** Begins anew. */
    void begin(Subset targets) {
        subset = targets;
        tried = 0;
        asked = 0;
        total = 0;
        last = 0;
    }

    /** Whether as many targets were asked as may be, each once; {@code most} is 0 where that does not count. */
    boolean isExhausted(UpstreamService service, int most) {
        return most > 0 && total >= Math.min(most, service.members().all().size());
    }

    /** The one asked last does not count: it had closed a connection that rested. */
    void forgive() {
        tried &= ~last;
        total--;
    }

    /** Whether none was asked since the last retry. */
    boolean isFirst() {
        return asked == 0;
    }

    /** A retry: other targets first, but where there are none, those that were tried. */
    void again() {
        asked = 0;
    }

    /** The next target, or null where all had their turn. */
    @Nullable
    Member next(Exchange x, UpstreamService service, boolean again) {
        // beyond the 64th target there are no bits, and the count alone says that all had their turn
        if (asked >= Math.max(1, service.members().all().size())) {
            return null;
        }
        Member next = other(x, service);
        if (next == null && again && asked == 0) {
            tried = 0;
            next = other(x, service);
        }
        if (next != null) {
            asked++;
            total++;
        }
        return next;
    }

    /** One that was not tried, or null. */
    @Nullable
    Member other(Exchange x, UpstreamService service) {
        LoopView view = service.view(loop);
        Member next = view.pick(x, subset, tried);
        if (next != null) {
            last = view.pickedBit();
            tried |= last;
        }
        return next;
    }
}
