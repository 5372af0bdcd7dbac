package dev.sekisho.server;

import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dialect.yaml.TargetsFile;
import dev.sekisho.model.Address;
import dev.sekisho.server.discovery.Discovery;
import dev.sekisho.server.health.HealthWatch;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.snapshot.SnapshotHolder;
import dev.sekisho.snapshot.TargetRegistry;
import java.util.List;
import java.util.Map;

/** What upstreams need over the life of the gateway: who their targets are, and how those are. Thread-safe. */
final class UpstreamRoom implements AutoCloseable {

    private final UpstreamEvents events = new UpstreamEvents();
    private final TargetRegistry targets;
    private final Discovery discovery;
    private volatile Map<String, UpstreamService> services = Map.of(); // of what serves, or is about to
    private volatile boolean serves; // else a configuration is being prepared, beside the one that serves
    private volatile boolean closed;
    private final HealthWatch watch = new HealthWatch(() -> services.values());

    UpstreamRoom(Loops loops, Map<Address, Address> connectTo) {
        this.targets = new TargetRegistry(loops, events);
        this.discovery = new Discovery(connectTo, new TargetsFile()::read, this::found);
    }

    private void found(String upstream, List<Endpoint> endpoints, boolean unresolved) {
        UpstreamService service = services.get(upstream);
        if (service != null && !closed) {
            targets.found(service, endpoints, unresolved, serves);
        }
    }

    UpstreamEvents events() {
        return events;
    }

    TargetRegistry targets() {
        return targets;
    }

    /** Finds the targets of what is about to serve; waits for names, for a limited time. */
    void prepare(Snapshot next) {
        serves = false;
        services = next.upstreams();
        discovery.first(next.model().upstreams());
    }

    /** What was prepared serves. */
    void commit(Snapshot next) {
        serves = true;
        events.webhooks().apply(next.model().telemetry().webhooks());
    }

    /** What was prepared does not serve; this does on. */
    void abandon(Snapshot serving) {
        services = serving.upstreams();
        serves = true;
    }

    /** Follows what serves from now on. */
    void follow(SnapshotHolder holder) {
        discovery.follow(() -> holder.snapshot().model().upstreams());
        watch.start();
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        discovery.close();
    }
}
