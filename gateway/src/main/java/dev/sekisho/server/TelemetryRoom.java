package dev.sekisho.server;

import dev.sekisho.admin.AdminServer;
import dev.sekisho.admin.Control;
import dev.sekisho.admin.ReloadResult;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.model.AccessLog;
import dev.sekisho.model.Telemetry;
import dev.sekisho.snapshot.ObserverFactory;
import dev.sekisho.snapshot.TargetRegistry;
import dev.sekisho.telemetry.CompositeObserver;
import dev.sekisho.telemetry.EndObserver;
import dev.sekisho.telemetry.accesslog.AccessLogWriter;
import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsPage;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.ReloadMetrics;
import dev.sekisho.telemetry.metrics.Sample;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics and access logs over the life of the gateway. An access log whose settings do not change stays open over
 * reloads. Thread-safe.
 */
final class TelemetryRoom implements ObserverFactory, AutoCloseable {

    private final Loops loops;
    private final MetricsRegistry registry;
    private final ReloadMetrics reloads;
    private @Nullable Log current;
    private @Nullable Log candidate;
    private final List<Log> retired = new ArrayList<>();
    private long droppedByClosed; // lines, of logs that are closed for good: a counter never goes down

    /** An access log and the settings that it was opened with. */
    private record Log(AccessLog settings, AccessLogWriter writer) {}

    TelemetryRoom(Loops loops) {
        this.loops = loops;
        this.registry = new MetricsRegistry(loops.contexts().size());
        this.reloads = new ReloadMetrics(registry);
        registry.add(
                Family.Head.gauge("api_gateway_active_connections", "Client connections that are open."),
                () -> List.of(new Sample(loops.connections())));
        registry.add(
                Family.Head.counter(
                        "api_gateway_access_log_dropped_lines_total", "Access log lines dropped for want of room."),
                () -> List.of(new Sample(dropped())));
    }

    @Override
    public synchronized ExchangeObserver observer(Telemetry telemetry, List<ServedRoute> routes) {
        EndObserver log = log(telemetry.accessLog());
        EndObserver metrics = telemetry.metrics() ? registry.bind(routes) : EndObserver.NOTHING;
        boolean nothing = log == EndObserver.NOTHING && metrics == EndObserver.NOTHING;
        return nothing ? ExchangeObserver.NONE : new CompositeObserver(log, metrics);
    }

    private EndObserver log(AccessLog settings) {
        abandon();
        if (!settings.enabled()) {
            return EndObserver.NOTHING;
        }
        if (current != null && current.settings().equals(settings)) {
            candidate = current;
            return current.writer();
        }
        try {
            Log opened = new Log(
                    settings, new AccessLogWriter(settings, loops.contexts().size()));
            candidate = opened;
            return opened.writer();
        } catch (IOException e) {
            throw new IllegalArgumentException("telemetry.accessLog: " + e.getMessage(), e);
        }
    }

    private void abandon() {
        if (candidate != null && candidate != current) {
            candidate.writer().close(); // never served, so it dropped nothing
        }
        candidate = null;
    }

    /** The snapshot whose observer was made last serves now. */
    synchronized void swapped() {
        if (current != null && current != candidate) {
            retired.add(current);
        }
        current = candidate;
        candidate = null;
    }

    /** No exchange of an earlier snapshot is left. Waits for outputs that block, without holding up anybody else. */
    void retire() {
        List<Log> leaving;
        synchronized (this) {
            leaving = List.copyOf(retired);
        }
        for (Log log : leaving) {
            log.writer().close();
            synchronized (this) {
                if (retired.remove(log)) {
                    droppedByClosed += log.writer().droppedLines();
                }
            }
        }
    }

    synchronized void reopen() throws IOException {
        if (current != null) {
            current.writer().reopen();
        }
    }

    /** Lines dropped since the start of the gateway, by every log that there was. */
    synchronized long dropped() {
        long sum = droppedByClosed;
        for (Log log : retired) {
            sum += log.writer().droppedLines();
        }
        return current == null ? sum : sum + current.writer().droppedLines();
    }

    /** The configuration of the start serves; that is no reload. */
    void started() {
        reloads.good();
    }

    /** How a reload ended. */
    void reloaded(ReloadResult.Outcome outcome) {
        switch (outcome) {
            case APPLIED -> reloads.applied();
            case UNCHANGED -> reloads.unchanged();
            case REFUSED -> reloads.refused();
        }
    }

    /** Starts the admin API, with the pools' gauges on its metrics page. */
    AdminServer admin(InetSocketAddress address, Control control, TargetRegistry targets) throws IOException {
        pools("api_gateway_upstream_connections", "Connections open to a target.", targets, TargetState::open);
        pools("api_gateway_upstream_idle_connections", "Connections to a target at rest.", targets, TargetState::idle);
        return new AdminServer(address, control, new MetricsPage(registry));
    }

    private void pools(String name, String help, TargetRegistry targets, ToIntFunction<TargetState> count) {
        registry.add(
                Family.Head.gauge(name, help, "service", "target"),
                () -> targets.all().stream()
                        .map(target -> new Sample(
                                count.applyAsInt(target),
                                target.identity().upstream(),
                                target.identity().address().toString()))
                        .toList());
    }

    @Override
    public void close() {
        synchronized (this) {
            abandon();
            if (current != null) {
                retired.add(current);
                current = null;
            }
        }
        retire();
    }
}
