package dev.sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address to which events are posted as JSON.
 *
 * @param origin where it was written
 */
public record Webhook(
        @Property("Name, unique among webhooks; it stands in logs and metrics in place of the URL.")
        String name,

        @Property(
                value = "Where events go, by http or https; redirects are not followed.",
                example = "https://alerts.example.com/hooks/gateway")
        String url,

        @Property("Events that are sent; left out, all.") List<Event> events,

        @Property("Header fields of its requests, for credentials among others.")
        Map<String, Secret> headers,

        @Property("Key that signs the body: X-Sekisho-Signature is sha256= and its HMAC-SHA256 in hexadecimal.")
        Optional<Secret> secret,

        @Property(value = "How long one try may take.", defaultValue = "5s", min = "10ms", max = "1m")
        Duration timeout,

        @Property(
                value = "Whether it may be at a link-local address, where clouds hand out credentials.",
                defaultValue = "false")
        boolean allowLinkLocal,

        Origin origin) {

    /** What is told. Its text is its name in documents and in bodies. */
    public enum Event {
        /** A breaker is in another state. */
        STATE_CHANGE("stateChange"),
        /** A breaker has opened. */
        TRIP("trip"),
        /** A breaker has closed again. */
        RECOVERY("recovery"),
        /** A breaker did not let calls through. */
        REJECTED("rejected"),
        /** A target is not asked any more. */
        UNHEALTHY("unhealthy"),
        /** A target is asked again. */
        HEALTHY("healthy");

        private final String text;

        Event(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Whether it is told of these events. */
    public boolean wants(Event event) {
        return events.isEmpty() || events.contains(event);
    }
}
