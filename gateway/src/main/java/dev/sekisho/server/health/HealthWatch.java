package dev.sekisho.server.health;

import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.health.OutlierDetector;
import dev.sekisho.dataplane.upstream.health.TargetHealth;
import dev.sekisho.model.ActiveHealth;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Probes the targets of the serving configuration, each at its interval and never twice at once, and has outliers looked for.
 * A new target is probed at once. Thread-safe.
 */
public final class HealthWatch implements AutoCloseable {

    private static final long STEP_MILLIS = 20; // intervals are kept to this
    private static final long IDLE_MILLIS = 500; // between looks whether there is anything to watch

    private final Supplier<Collection<UpstreamService>> services;
    private final Map<TargetState, Long> due = new HashMap<>();
    private final Map<OutlierDetector, Long> looks = new HashMap<>();
    private final Set<TargetState> busy = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    /** A watch over what the supplier gives, which is asked often. */
    public HealthWatch(Supplier<Collection<UpstreamService>> services) {
        this.services = services;
        this.thread = Thread.ofVirtual().name("health").unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            Collection<UpstreamService> all = services.get();
            boolean wanted = all.stream().anyMatch(HealthWatch::isWatched);
            if (wanted || !due.isEmpty()) {
                round(all, System.nanoTime());
            }
            try {
                Thread.sleep(wanted ? STEP_MILLIS : IDLE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean isWatched(UpstreamService service) {
        return service.outliers().isPresent()
                || service.config().health().active().isPresent();
    }

    private synchronized void round(Collection<UpstreamService> all, long now) {
        Set<TargetState> probed = new HashSet<>();
        for (UpstreamService service : all) {
            service.outliers().ifPresent(detector -> look(detector, now));
            service.config().health().active().ifPresent(active -> {
                for (TargetState target : service.targets()) {
                    probed.add(target);
                    probe(service, active, target, now);
                }
            });
        }
        due.keySet().removeIf(target -> forgotten(target, probed, now));
        looks.keySet()
                .removeIf(detector -> all.stream()
                        .noneMatch(s -> s.outliers().filter(d -> d == detector).isPresent()));
    }

    private static boolean forgotten(TargetState target, Set<TargetState> probed, long now) {
        boolean gone = !probed.contains(target);
        if (gone) {
            target.health().unprobed(now);
        }
        return gone;
    }

    private void look(OutlierDetector detector, long now) {
        long at = looks.computeIfAbsent(detector, d -> now + d.intervalNanos());
        if (now - at >= 0) {
            looks.put(detector, now + detector.intervalNanos());
            detector.look(now);
        }
    }

    private void probe(UpstreamService service, ActiveHealth active, TargetState target, long now) {
        Long last = due.get(target);
        TargetHealth health = target.health();
        long interval = (health.isHealthy(now)
                        ? active.healthy().interval()
                        : active.unhealthy().interval())
                .toNanos();
        boolean wanted = last == null || interval > 0 && now - last >= interval;
        if (wanted && busy.add(target)) {
            due.put(target, now);
            Thread.ofVirtual().name("probe").start(() -> probe(service, active, target));
        }
    }

    private void probe(UpstreamService service, ActiveHealth active, TargetState target) {
        try {
            Probe probe = new Probe(
                    active,
                    service.healthRules(),
                    target.identity().address(),
                    target.identity().where(),
                    service.config().proxyProtocol());
            target.health().probed(service.healthRules(), probe.run(), System.nanoTime());
        } finally {
            synchronized (this) {
                busy.remove(target);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
