package dev.sekisho.server;

import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.model.Upstream;
import dev.sekisho.snapshot.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Looks up the names of the serving snapshot's targets again and again, each at the interval of its upstream. */
final class NameRefresh implements AutoCloseable {

    private static final long STEP_MILLIS = 100; // intervals are kept to this

    private final Supplier<Snapshot> snapshots;
    private final NameLookup lookup;
    private final Map<TargetState, Long> next = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    NameRefresh(Supplier<Snapshot> snapshots, NameLookup lookup) {
        this.snapshots = snapshots;
        this.lookup = lookup;
        this.thread = Thread.ofVirtual().name("name-refresh").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(STEP_MILLIS);
                round(System.nanoTime());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void round(long now) {
        Snapshot snapshot = snapshots.get();
        for (Upstream upstream : snapshot.model().upstreams()) {
            long interval = upstream.dns().refresh().toNanos();
            snapshot.upstreams().values().stream()
                    .filter(service -> service.name().equals(upstream.name()))
                    .flatMap(service -> service.targets().stream())
                    .filter(lookup::isName)
                    .forEach(target -> due(target, now, interval));
        }
        next.keySet()
                .removeIf(target -> snapshot.upstreams().values().stream()
                        .noneMatch(u -> u.targets().contains(target)));
    }

    private void due(TargetState target, long now, long interval) {
        Long at = next.get(target);
        if (at == null) {
            next.put(target, now + interval);
        } else if (now - at >= 0) {
            next.put(target, now + interval);
            Thread.ofVirtual().name("lookup").start(() -> lookup.refresh(target));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
