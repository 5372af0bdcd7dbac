package dev.sekisho.server;

import dev.sekisho.admin.AdminServer;
import dev.sekisho.admin.Caches;
import dev.sekisho.admin.Control;
import dev.sekisho.admin.ReloadResult;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.stream.StreamCounts;
import dev.sekisho.dataplane.stream.StreamObserver;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.traffic.ShadowObserver;
import dev.sekisho.model.AccessLog;
import dev.sekisho.model.Compare;
import dev.sekisho.model.Mirror;
import dev.sekisho.model.Model;
import dev.sekisho.model.Route;
import dev.sekisho.model.Telemetry;
import dev.sekisho.server.disk.DiskFamilies;
import dev.sekisho.server.disk.DiskRoom;
import dev.sekisho.server.redis.RedisFamilies;
import dev.sekisho.server.redis.RedisRoom;
import dev.sekisho.server.shipping.LogFamilies;
import dev.sekisho.server.shipping.LogRoom;
import dev.sekisho.server.webhook.WebhookFamily;
import dev.sekisho.snapshot.ObserverFactory;
import dev.sekisho.snapshot.SnapshotHolder;
import dev.sekisho.telemetry.CompositeObserver;
import dev.sekisho.telemetry.EndObserver;
import dev.sekisho.telemetry.accesslog.AccessLogWriter;
import dev.sekisho.telemetry.accesslog.StreamLog;
import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsPage;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.PolicyCounters;
import dev.sekisho.telemetry.metrics.ReloadMetrics;
import dev.sekisho.telemetry.metrics.Sample;
import dev.sekisho.telemetry.metrics.StreamFamilies;
import dev.sekisho.telemetry.metrics.UpstreamFamilies;
import dev.sekisho.telemetry.metrics.WebSocketFamilies;
import dev.sekisho.telemetry.shadow.ShadowReports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Metrics and access logs over the life of the gateway. An access log whose settings do not change stays open over
 * reloads. Thread-safe.
 */
final class TelemetryRoom implements ObserverFactory, AutoCloseable {

    private final Loops loops;
    private final MetricsRegistry registry;
    private final ReloadMetrics reloads;
    private final ShadowReports shadows;
    private final PolicyCounters policyCounters;
    private final StreamLog streamLog = new StreamLog();
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
        this.shadows = new ShadowReports(registry);
        this.policyCounters = new PolicyCounters(registry);
        registry.add(
                Family.Head.gauge("api_gateway_active_connections", "Client connections that are open."),
                () -> List.of(new Sample(loops.connections())));
        registry.add(
                Family.Head.counter(
                        "api_gateway_tls_handshakes_total", "TLS handshakes of clients, by how they ended.", "result"),
                () -> List.of(new Sample(loops.handshakes(), "done"), new Sample(loops.failedHandshakes(), "failed")));
        WebSocketFamilies.addTo(registry, loops.contexts());
        registry.add(
                Family.Head.counter(
                        "api_gateway_proxy_protocol_refused_total",
                        "Connections closed for their PROXY protocol header, or for want of one."),
                () -> List.of(new Sample(loops.refusedHeaders())));
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

    @Override
    public ShadowObserver shadow(String route, Compare rules) {
        return shadows.of(route, rules);
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
        streamLog.follow(current == null ? null : current.writer());
    }

    /** Forgets reports of routes that compare no more. */
    void retain(Model model) {
        shadows.retain(model.routes().stream()
                .filter(route -> route.mirror().flatMap(Mirror::compare).isPresent())
                .map(Route::name)
                .collect(Collectors.toSet()));
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

    /** Sees the connections of streams end, over reloads. */
    StreamObserver streamObserver() {
        return streamLog;
    }

    /** Shows what streams have carried, by their names. */
    void streams(Supplier<Map<String, StreamCounts>> counts) {
        StreamFamilies.addTo(registry, counts);
    }

    /** Shows what is kept on disks. */
    void disks(DiskRoom room) {
        DiskFamilies.addTo(registry, room);
    }

    /** Shows commands to Redis. */
    void redis(RedisRoom room) {
        RedisFamilies.addTo(registry, room);
    }

    /** Shows what became of records of requests. */
    void logs(LogRoom room) {
        LogFamilies.addTo(registry, room);
    }

    /** Where policies count. */
    PolicyCounters policyCounters() {
        return policyCounters;
    }

    /** Starts the admin API, with the metrics of upstreams on its page. */
    AdminServer admin(
            InetSocketAddress address,
            Control control,
            UpstreamRoom upstreams,
            Listeners listeners,
            SnapshotHolder holder)
            throws IOException {
        listeners.addTo(registry);
        UpstreamFamilies.addTo(registry, () -> holder.snapshot().upstreams().values());
        counter(
                "api_gateway_upstream_health_changes_total",
                "Targets that became healthy or unhealthy.",
                upstreams.events()::healthChanges);
        counter("api_gateway_circuit_breaker_trips_total", "Circuit breakers that opened.", upstreams.events()::trips);
        counter(
                "api_gateway_circuit_breaker_recoveries_total",
                "Circuit breakers that closed again.",
                upstreams.events()::recoveries);
        counter(
                "api_gateway_circuit_breaker_rejected_total",
                "Calls that a circuit breaker did not let through.",
                upstreams.events()::rejections);
        Caches.addTo(registry, holder::snapshot);
        WebhookFamily.addTo(registry, upstreams.events().webhooks());
        return new AdminServer(address, control, new MetricsPage(registry), shadows::view);
    }

    private void counter(String name, String help, LongSupplier value) {
        registry.add(Family.Head.counter(name, help), () -> List.of(new Sample(value.getAsLong())));
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
