package dev.sekisho.server.webhook;

import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.Sample;
import java.util.ArrayList;
import java.util.List;

/** The metrics of webhooks. */
public final class WebhookFamily {

    private WebhookFamily() {}

    /** Adds them to a page. */
    public static void addTo(MetricsRegistry registry, Webhooks webhooks) {
        registry.add(
                Family.Head.counter(
                        "api_gateway_webhook_events_total", "What became of events for webhooks.", "webhook", "result"),
                () -> samples(webhooks));
    }

    private static List<Sample> samples(Webhooks webhooks) {
        List<Sample> samples = new ArrayList<>();
        webhooks.tallies().forEach((name, tally) -> {
            samples.add(new Sample(tally.delivered().sum(), name, "delivered"));
            samples.add(new Sample(tally.failed().sum(), name, "failed"));
            samples.add(new Sample(tally.dropped().sum(), name, "dropped"));
        });
        return samples;
    }
}
