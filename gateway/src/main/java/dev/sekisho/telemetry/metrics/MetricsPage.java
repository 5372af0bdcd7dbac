package dev.sekisho.telemetry.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The page that a monitoring system reads: Prometheus text format 0.0.4, or OpenMetrics 1.0 where the reader accepts it.
 * The exposition library is loaded when the first page is asked for. Thread-safe.
 */
public final class MetricsPage {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private static final int PIECE = 500; // routes

    private final MetricsRegistry registry;

    /** The page of a registry. */
    public MetricsPage(MetricsRegistry registry) {
        this.registry = registry;
    }

    /** A page ready to be written. */
    public static final class Rendering {

        private final ExpositionFormatWriter writer;
        private final MetricSnapshots fixed;
        private final List<RouteSeries> routes;

        private Rendering(ExpositionFormatWriter writer, MetricSnapshots fixed, List<RouteSeries> routes) {
            this.writer = writer;
            this.fixed = fixed;
            this.routes = routes;
        }

        /** The media type. */
        public String contentType() {
            return writer.getContentType();
        }

        /** Writes the text; sums the counts of routes piece by piece, so that many routes need little memory. */
        public void writeTo(OutputStream out) throws IOException {
            pieces(out, Snapshots::durations);
            pieces(out, Snapshots::totals);
            pieces(out, Snapshots::refusals);
            pieces(out, Snapshots::passes);
            writer.write(out, fixed);
        }

        private void pieces(OutputStream out, Function<List<RouteSeries>, MetricSnapshots> maker) throws IOException {
            boolean first = true;
            for (int from = 0; from < routes.size(); from += PIECE) {
                List<RouteSeries> piece = routes.subList(from, Math.min(from + PIECE, routes.size()));
                MetricSnapshots snapshots = maker.apply(piece);
                if (hasPoints(snapshots)) {
                    CommentFilter filter = new CommentFilter(out, first);
                    writer.write(filter, snapshots);
                    filter.flush();
                    first = false;
                }
            }
        }

        private static boolean hasPoints(MetricSnapshots snapshots) {
            return !snapshots.get(0).getDataPoints().isEmpty();
        }
    }

    /** Prepares the page for a reader with this Accept field, empty for none; not for event loops. */
    public Rendering render(String accept) {
        registry.expire();
        return new Rendering(writer(accept), Snapshots.fixed(registry), registry.series());
    }

    private static ExpositionFormatWriter writer(String accept) {
        return accept.toLowerCase(Locale.ROOT).contains(OPEN_METRICS)
                ? OpenMetricsTextFormatWriter.create()
                : PrometheusTextFormatWriter.create();
    }
}
