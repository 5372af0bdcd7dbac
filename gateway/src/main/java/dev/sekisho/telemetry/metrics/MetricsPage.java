package dev.sekisho.telemetry.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
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

    /** The page as it is now, summed and ready to be written. */
    public static final class Rendering {

        private final ExpositionFormatWriter writer;
        private final MetricSnapshots snapshots;

        private Rendering(ExpositionFormatWriter writer, MetricSnapshots snapshots) {
            this.writer = writer;
            this.snapshots = snapshots;
        }

        /** The media type. */
        public String contentType() {
            return writer.getContentType();
        }

        /** Writes the text. */
        public void writeTo(OutputStream out) throws IOException {
            writer.write(out, snapshots);
        }
    }

    /** Sums what was counted, for a reader with this Accept field, empty for none; not for event loops. */
    public Rendering render(String accept) {
        registry.expire();
        return new Rendering(writer(accept), Snapshots.of(registry));
    }

    private static ExpositionFormatWriter writer(String accept) {
        return accept.toLowerCase(Locale.ROOT).contains(OPEN_METRICS)
                ? OpenMetricsTextFormatWriter.create()
                : PrometheusTextFormatWriter.create();
    }
}
