package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.upstream.Member;
import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.CircuitBreaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The metrics of upstreams: connections, health and circuit breakers, as they are when the page is read. */
public final class UpstreamFamilies {

    private final Supplier<Collection<UpstreamService>> services;

    private UpstreamFamilies(Supplier<Collection<UpstreamService>> services) {
        this.services = services;
    }

    /** Adds them to a page. */
    public static void addTo(MetricsRegistry registry, Supplier<Collection<UpstreamService>> services) {
        UpstreamFamilies families = new UpstreamFamilies(services);
        families.gauge(
                registry, "api_gateway_upstream_connections", "Connections open to a target.", TargetState::open);
        families.gauge(
                registry,
                "api_gateway_upstream_idle_connections",
                "Connections to a target at rest.",
                TargetState::idle);
        families.gauge(
                registry, "api_gateway_upstream_active_requests", "Calls to a target under way.", TargetState::active);
        families.gauge(
                registry,
                "api_gateway_upstream_healthy",
                "Whether a target is asked: 1, or 0 while it is unhealthy.",
                target -> target.health().isHealthy(System.nanoTime()) ? 1 : 0);
        registry.add(
                Family.Head.gauge(
                        "api_gateway_circuit_breaker_state",
                        "State of a circuit breaker: 0 closed, 1 half open, 2 open.",
                        "service"),
                families::breakers);
    }

    private void gauge(MetricsRegistry registry, String name, String help, ToDoubleFunction<TargetState> value) {
        registry.add(Family.Head.gauge(name, help, "service", "target"), () -> {
            List<Sample> samples = new ArrayList<>();
            for (UpstreamService service : services.get()) {
                for (Member member : service.members().all()) {
                    String target = label(service, member);
                    samples.add(new Sample(value.applyAsDouble(member.state()), service.name(), target));
                }
            }
            return samples;
        });
    }

    /** Host and port; with the address where a name stands for several. */
    private static String label(UpstreamService service, Member member) {
        String target = member.endpoint().target().toString();
        long same = service.members().all().stream()
                .filter(other ->
                        other.endpoint().target().equals(member.endpoint().target()))
                .count();
        return same == 1
                ? target
                : target + " " + member.endpoint().where().getAddress().getHostAddress();
    }

    private List<Sample> breakers() {
        List<Sample> samples = new ArrayList<>();
        for (CircuitBreaker breaker : Breakers.of(services.get())) {
            samples.add(new Sample(breaker.state(System.nanoTime()).ordinal(), breaker.name()));
        }
        return samples;
    }
}
