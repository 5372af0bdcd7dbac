package dev.sekisho.telemetry.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * The page that a monitoring system reads: Prometheus text format 0.0.4, or OpenMetrics 1.0 where the reader accepts it.
 * The exposition library is loaded when the first page is asked for. Thread-safe.
 */
public final class MetricsPage {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final MetricsRegistry registry;

    /** The page of a registry. */
    public MetricsPage(MetricsRegistry registry) {
        this.registry = registry;
    }

    /** The media type for a reader with this Accept field; empty for none. */
    public String contentType(String accept) {
        return writer(accept).getContentType();
    }

    /** Sums what was counted and writes it; not for event loops. */
    public void write(String accept, OutputStream out) throws IOException {
        registry.expire();
        writer(accept).write(out, Snapshots.of(registry));
    }

    private static ExpositionFormatWriter writer(String accept) {
        return accept.toLowerCase(Locale.ROOT).contains(OPEN_METRICS)
                ? OpenMetricsTextFormatWriter.create()
                : PrometheusTextFormatWriter.create();
    }
}
