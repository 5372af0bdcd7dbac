package dev.sekisho.server;

import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dataplane.upstream.breaker.State;
import dev.sekisho.dataplane.upstream.health.HealthEvents;
import dev.sekisho.server.webhook.Happening;
import dev.sekisho.server.webhook.Webhooks;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts what happens to targets and breakers, and tells webhooks of it. Thread-safe; logs are written and webhooks
 * called on threads of their own.
 */
final class UpstreamEvents implements HealthEvents, BreakerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamEvents.class);

    private final LongAdder healthChanges = new LongAdder();
    private final LongAdder trips = new LongAdder();
    private final LongAdder recoveries = new LongAdder();
    private final LongAdder rejections = new LongAdder();
    private final Webhooks webhooks = new Webhooks();

    @Override
    public void changed(String upstream, String target, boolean healthy, String why) {
        healthChanges.increment();
        webhooks.tell(new Happening.Health(upstream, target, healthy, why));
        later(() -> LOG.warn(
                "target {} of upstream {} is {}: {}", target, upstream, healthy ? "healthy" : "unhealthy", why));
    }

    @Override
    public void stateChange(String name, State from, State to) {
        webhooks.tell(new Happening.StateChange(name, from, to));
        later(() -> LOG.warn("circuit breaker {}: {} after {}", name, word(to), word(from)));
    }

    @Override
    public void trip(String name) {
        trips.increment();
        webhooks.tell(new Happening.Trip(name));
    }

    @Override
    public void recovery(String name) {
        recoveries.increment();
        webhooks.tell(new Happening.Recovery(name));
    }

    @Override
    public void rejected(String name) {
        rejections.increment();
        webhooks.rejected(name);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Writing may block, and the caller may be an event loop. Changes are rare. */
    private static void later(Runnable line) {
        Thread.ofVirtual().name("upstream-event").start(line);
    }

    Webhooks webhooks() {
        return webhooks;
    }

    long healthChanges() {
        return healthChanges.sum();
    }

    long trips() {
        return trips.sum();
    }

    long recoveries() {
        return recoveries.sum();
    }

    long rejections() {
        return rejections.sum();
    }
}
