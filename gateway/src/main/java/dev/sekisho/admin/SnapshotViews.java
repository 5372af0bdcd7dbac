package dev.sekisho.admin;

import dev.sekisho.dataplane.upstream.Member;
import dev.sekisho.dataplane.upstream.Subset;
import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.BreakerMetrics;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import dev.sekisho.dataplane.upstream.health.HealthView;
import dev.sekisho.dialect.JsonText;
import dev.sekisho.model.Route;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.telemetry.metrics.Breakers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What serves now, as values for JSON. Holds no secrets: policies are told by their type alone. */
final class SnapshotViews {

    private SnapshotViews() {}

    /** The upstreams with their targets, and why each may serve or not. */
    static Object upstreams(Snapshot snapshot, long now) {
        List<Object> all = new ArrayList<>();
        for (UpstreamService service : new TreeMap<>(snapshot.upstreams()).values()) {
            all.add(JsonText.object(
                    "name", service.name(),
                    "balance", word(service.config().balance().algorithm()),
                    "breaker",
                            service.guards()
                                    .breaker()
                                    .map(b -> word(b.state(now)))
                                    .orElse("none"),
                    "targets", targets(service, now)));
        }
        return JsonText.object("upstreams", all);
    }

    private static List<Object> targets(UpstreamService service, long now) {
        List<String> reasons = service.reasons(Subset.ALL, now);
        List<Object> all = new ArrayList<>();
        for (Member member : service.members().all()) {
            TargetState state = member.state();
            HealthView health = state.health().view(now);
            all.add(JsonText.object(
                    "target", member.endpoint().target().toString(),
                    "address", state.identity().where().getAddress().getHostAddress(),
                    "port", state.identity().where().getPort(),
                    "protocol", word(state.identity().protocol()),
                    "weight", member.endpoint().weight(),
                    "backup", member.endpoint().backup(),
                    "drain", member.endpoint().drain(),
                    "labels", new TreeMap<>(member.endpoint().labels()),
                    "healthy", health.healthy(),
                    "health_cause", health.why(),
                    "breaker", state.breaker().map(b -> word(b.state(now))).orElse("none"),
                    "active_requests", state.active(),
                    "connections", state.open(),
                    "idle_connections", state.idle(),
                    "standing", reasons.get(all.size())));
        }
        return all;
    }

    /** The routes in the order of the configuration. */
    static Object routes(Snapshot snapshot) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < snapshot.routes().size(); i++) {
            Route route = snapshot.model().routes().get(i);
            all.add(JsonText.object(
                    "name", route.name(),
                    "service", snapshot.routes().get(i).service(),
                    "hosts", route.match().host().stream().map(Object::toString).toList(),
                    "paths", route.match().path().stream().map(Object::toString).toList(),
                    "methods", route.match().method(),
                    "priority", route.priority(),
                    "source", route.origin().source(),
                    "line", route.origin().line()));
        }
        return JsonText.object("routes", all);
    }

    /** The circuit breakers by name, with the field names of clients that read such registries. */
    static Object breakers(Snapshot snapshot, long now) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (CircuitBreaker breaker : Breakers.of(new TreeMap<>(snapshot.upstreams()).values())) {
            BreakerMetrics seen = breaker.metrics(now);
            List<Object> changes = new ArrayList<>();
            for (BreakerMetrics.StateChange change : seen.stateChanges()) {
                changes.add(JsonText.object(
                        "from", change.from().name(),
                        "to", change.to().name(),
                        "timestamp", change.timestamp().toString()));
            }
            all.put(
                    breaker.name(),
                    JsonText.object(
                            "totalRequests", seen.totalRequests(),
                            "successfulRequests", seen.successfulRequests(),
                            "failedRequests", seen.failedRequests(),
                            "rejectedRequests", seen.rejectedRequests(),
                            "stateChanges", changes,
                            "currentState", seen.currentState().name(),
                            "errorRate", seen.errorRate(),
                            "consecutiveFailures", seen.consecutiveFailures()));
        }
        return all;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
