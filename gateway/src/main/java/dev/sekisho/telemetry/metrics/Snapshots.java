package dev.sekisho.telemetry.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sums what loops counted into the exposition library's form. */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final String[] ROUTE_LABELS = {"method", "route", "status_code", "service"};
    private static final String TOTAL = "_total";

    private Snapshots() {}

    /** All but the families of routes, as they are now. */
    static MetricSnapshots fixed(MetricsRegistry registry) {
        List<MetricSnapshot> all = new ArrayList<>();
        upstreams(registry, all);
        processing(registry, all);
        registry.families().forEach(family -> add(family, all));
        RuntimeFamilies.all().forEach(family -> add(family, all));
        return new MetricSnapshots(all);
    }

    /** Durations of some routes. */
    static MetricSnapshots durations(List<RouteSeries> some) {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        for (RouteSeries series : some) {
            series.sums()
                    .forEach((combination, cells) ->
                            points.add(histogram(Buckets.DURATION, cells, labels(series.key(), combination))));
        }
        return MetricSnapshots.of(new HistogramSnapshot(
                new MetricMetadata(
                        "api_gateway_http_request_duration_seconds", "Time from request head to the response's end"),
                points));
    }

    /** Requests of some routes. */
    static MetricSnapshots totals(List<RouteSeries> some) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        for (RouteSeries series : some) {
            series.sums()
                    .forEach((combination, cells) ->
                            points.add(counter(Buckets.DURATION.count(cells), labels(series.key(), combination))));
        }
        return MetricSnapshots.of(
                new CounterSnapshot(new MetricMetadata("api_gateway_http_requests", "Requests served"), points));
    }

    /** Clients that some routes refused. */
    static MetricSnapshots refusals(List<RouteSeries> some) {
        return counters(
                some,
                RouteSeries::refusals,
                new MetricMetadata("api_gateway_auth_refusals", "Requests refused for want of credentials or rights"),
                "reason");
    }

    /** Known clients that some routes let pass. */
    static MetricSnapshots passes(List<RouteSeries> some) {
        return counters(
                some,
                RouteSeries::passes,
                new MetricMetadata("api_gateway_auth_requests", "Requests that passed with a known client"),
                "auth_method");
    }

    private static MetricSnapshots counters(
            List<RouteSeries> some,
            Function<RouteSeries, Map<String, Long>> counts,
            MetricMetadata metadata,
            String label) {
        String[] names = {"route", "service", label};
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        for (RouteSeries series : some) {
            RouteSeries.Key key = series.key();
            counts.apply(series)
                    .forEach((value, count) -> points.add(counter(
                            count, Labels.of(names, new String[] {key.route(), key.service(), value}))));
        }
        return MetricSnapshots.of(new CounterSnapshot(metadata, points));
    }

    private static Labels labels(RouteSeries.Key key, int combination) {
        String[] values = {Combination.method(combination), key.route(), Combination.status(combination), key.service()
        };
        return Labels.of(ROUTE_LABELS, values);
    }

    private static void upstreams(MetricsRegistry registry, List<MetricSnapshot> all) {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        registry.services().forEach((service, histogram) -> {
            long[] sum = histogram.sum();
            if (Buckets.UPSTREAM.count(sum) > 0) {
                points.add(histogram(Buckets.UPSTREAM, sum, Labels.of("service", service)));
            }
        });
        all.add(new HistogramSnapshot(
                new MetricMetadata(
                        "api_gateway_upstream_response_time_seconds",
                        "Time from asking a service to its response head"),
                points));
    }

    private static void processing(MetricsRegistry registry, List<MetricSnapshot> all) {
        long[] sum = registry.processing().sum();
        all.add(new HistogramSnapshot(
                new MetricMetadata(
                        "api_gateway_processing_time_seconds",
                        "Time of requests without the wait for the service's response head"),
                List.of(histogram(Buckets.PROCESSING, sum, Labels.EMPTY))));
    }

    private static HistogramDataPointSnapshot histogram(Buckets buckets, long[] cells, Labels labels) {
        Number[] counts = new Number[buckets.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = cells[i];
        }
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(buckets.bounds(), counts),
                buckets.seconds(cells),
                labels,
                Exemplars.EMPTY,
                0L);
    }

    private static CounterDataPointSnapshot counter(double value, Labels labels) {
        return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    /** Numbers that cannot be had are left out of the page, and do not take it with them. */
    private static void add(Family family, List<MetricSnapshot> all) {
        try {
            all.add(family(family));
        } catch (RuntimeException e) {
            LOG.warn("metric {} left out: {}", family.head().name(), e.toString());
        }
    }

    private static MetricSnapshot family(Family family) {
        Family.Head head = family.head();
        List<CounterDataPointSnapshot> counters = new ArrayList<>();
        List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
        for (Sample sample : family.samples().get()) {
            Labels labels = Labels.of(head.labels(), sample.labels());
            switch (head.kind()) {
                case COUNTER -> counters.add(counter(sample.value(), labels));
                case GAUGE ->
                    gauges.add(GaugeDataPointSnapshot.builder()
                            .value(sample.value())
                            .labels(labels)
                            .build());
            }
        }
        return switch (head.kind()) {
            case COUNTER -> {
                String name = head.name().substring(0, head.name().length() - TOTAL.length());
                yield new CounterSnapshot(new MetricMetadata(name, head.help()), counters);
            }
            case GAUGE -> new GaugeSnapshot(new MetricMetadata(head.name(), head.help()), gauges);
        };
    }
}
