package dev.sekisho.server.webhook;

import dev.sekisho.dataplane.upstream.breaker.State;
import dev.sekisho.model.Webhook.Event;

/** What webhooks are told of. Names are as configured, and may hold any character. */
public sealed interface Happening {

    /** What it is called in configuration and body. */
    Event event();

    /**
     * A circuit breaker is in another state.
     *
     * @param breaker name of the upstream; of a breaker of one target, upstream and target
     */
    record StateChange(String breaker, State from, State to) implements Happening {
        @Override
        public Event event() {
            return Event.STATE_CHANGE;
        }
    }

    /** A circuit breaker has opened. */
    record Trip(String breaker) implements Happening {
        @Override
        public Event event() {
            return Event.TRIP;
        }
    }

    /** A circuit breaker has closed again. */
    record Recovery(String breaker) implements Happening {
        @Override
        public Event event() {
            return Event.RECOVERY;
        }
    }

    /** A circuit breaker did not let so many calls through. */
    record Rejected(String breaker, long count) implements Happening {
        @Override
        public Event event() {
            return Event.REJECTED;
        }
    }

    /** A target has become healthy or unhealthy. */
    record Health(String upstream, String target, boolean healthy, String why) implements Happening {
        @Override
        public Event event() {
            return healthy ? Event.HEALTHY : Event.UNHEALTHY;
        }
    }
}
