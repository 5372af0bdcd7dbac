package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Health;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Health rules for tests. Thresholds stand in the order: statuses, failed connections, timeouts. */
final class Rules {

    private Rules() {}

    static HealthRules of(Optional<ActiveHealth> active, Optional<PassiveHealth> passive) {
        return HealthRules.of(new Health(active, passive, Optional.empty(), 0));
    }

    static HealthRules passive(int statuses, int connections, int timeouts, int successes) {
        return of(Optional.empty(), Optional.of(counted(statuses, connections, timeouts, successes)));
    }

    static PassiveHealth counted(int statuses, int connections, int timeouts, int successes) {
        return new PassiveHealth(
                successes, List.of(), statuses, connections, timeouts, Duration.ZERO, Duration.ofSeconds(10));
    }

    static HealthRules window(int failures, int windowSeconds, int retryAfterSeconds) {
        return of(
                Optional.empty(),
                Optional.of(new PassiveHealth(
                        1,
                        List.of(),
                        failures,
                        failures,
                        failures,
                        Duration.ofSeconds(windowSeconds),
                        Duration.ofSeconds(retryAfterSeconds))));
    }

    static HealthRules statuses(int from, int to) {
        return of(
                Optional.empty(),
                Optional.of(new PassiveHealth(
                        1, List.of(new StatusPattern(from, to)), 1, 1, 1, Duration.ZERO, Duration.ofSeconds(10))));
    }

    static ActiveHealth probes(int successes, int statuses, int connections, int timeouts) {
        return new ActiveHealth(
                ActiveHealth.Kind.HTTP,
                "/",
                Optional.empty(),
                Optional.empty(),
                true,
                List.of(),
                Duration.ofSeconds(1),
                new ActiveHealth.Healthy(Duration.ofSeconds(10), successes),
                new ActiveHealth.Unhealthy(Duration.ofSeconds(5), statuses, connections, timeouts));
    }

    static HealthRules active(int successes, int statuses, int connections, int timeouts) {
        return of(Optional.of(probes(successes, statuses, connections, timeouts)), Optional.empty());
    }
}
