package dev.sekisho.policy.cache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The order of fetches and of what makes their results invalid, so that what was under way at a purge or an unsafe request is not
 * used after it.
 *
 * <p>An unsafe request makes all variants of its URL invalid at once: a time for each of {@value #SLOTS} classes of URLs is compared
 * with the start of the fetch. Another URL of the class is fetched once more, which does no harm. Purges, which are rare, are kept in
 * a list of the last {@value #KEPT}; a fetch from before the oldest of them is not stored. Lock-free on the request path.
 */
public final class Invalidations {

    private static final int SLOTS = 1 << 16;
    private static final int KEPT = 256;

    private final AtomicLong clock;
    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
    private final AtomicReference<Log> log = new AtomicReference<>(new Log(List.of(), Long.MIN_VALUE));

    private record Done(Purge purge, long at) {}

    /**
     * The last purges.
     *
     * @param forgotten time of the last one that is no longer among them
     */
    private record Log(List<Done> purges, long forgotten) {
        Log with(Done more) {
            List<Done> all = new ArrayList<>(purges);
            all.add(more);
            return all.size() > KEPT
                    ? new Log(all.subList(1, all.size()), all.getFirst().at())
                    : new Log(all, forgotten);
        }
    }

    /** Begins at a time that is later than all before a restart, as far as the clock was right. */
    public Invalidations(long wallMillis) {
        this.clock = new AtomicLong(wallMillis << 20);
    }

    /** When a fetch begins now. */
    public long start() {
        return clock.get();
    }

    /** A number that no other call gives. */
    public long next() {
        return clock.incrementAndGet();
    }

    private static int slot(String url) {
        int h = url.hashCode() * 0x9E3779B9;
        return h >>> 16;
    }

    /** All responses of the URL whose fetch began before are invalid. */
    public void invalidate(String url) {
        slots.set(slot(url), clock.incrementAndGet());
    }

    /** Whether nothing has made it invalid since its fetch began; cheap, for each hit. */
    public boolean isCurrent(Meta.About about) {
        return about.started() >= slots.get(slot(about.url()));
    }

    /** Notes a purge, before what is stored is looked through. */
    public void purge(Purge purge) {
        Done done = new Done(purge, clock.incrementAndGet());
        log.updateAndGet(before -> before.with(done));
        if (purge instanceof Purge.Url url) {
            invalidate(url.url());
        }
    }

    /** Whether the result of a fetch may still be stored. */
    public boolean mayStore(Meta.About about) {
        Log now = log.get();
        if (about.started() < now.forgotten() || !isCurrent(about)) {
            return false;
        }
        for (Done each : now.purges()) {
            if (about.started() < each.at() && each.purge().covers(about)) {
                return false;
            }
        }
        return true;
    }
}
