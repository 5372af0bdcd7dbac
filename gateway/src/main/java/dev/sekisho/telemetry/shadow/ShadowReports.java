package dev.sekisho.telemetry.shadow;

import dev.sekisho.dialect.JsonText;
import dev.sekisho.model.Compare;
import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The reports of all routes, by name; one is kept while its route compares by the same rules. Thread-safe. */
public final class ShadowReports {

    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(Compare rules, ShadowReport report) {}

    /** No reports yet; shows them on a page of metrics. */
    public ShadowReports(MetricsRegistry registry) {
        registry.add(
                Family.Head.counter(
                        "api_gateway_shadow_comparisons_total",
                        "Answers to copies of requests, by how they compare with those that clients got.",
                        "route",
                        "result"),
                this::results);
        registry.add(
                Family.Head.counter(
                        "api_gateway_shadow_differences_total",
                        "Pairs of answers that differ in that part.",
                        "route",
                        "part"),
                this::parts);
    }

    /** The report of a route. */
    public synchronized ShadowReport of(String route, Compare rules) {
        Entry known = entries.get(route);
        if (known == null || !known.rules().equals(rules)) {
            known = new Entry(rules, new ShadowReport(rules));
            entries.put(route, known);
        }
        return known.report();
    }

    /** Forgets the routes that compare no more. */
    public synchronized void retain(Set<String> routes) {
        entries.keySet().retainAll(routes);
    }

    private synchronized Map<String, ShadowReport> all() {
        Map<String, ShadowReport> reports = new TreeMap<>();
        entries.forEach((route, entry) -> reports.put(route, entry.report()));
        return reports;
    }

    private List<Sample> results() {
        List<Sample> samples = new ArrayList<>();
        all().forEach((route, report) -> {
            samples.add(new Sample(report.same(), route, "same"));
            samples.add(new Sample(report.different(), route, "different"));
            samples.add(new Sample(report.notCompared(), route, "not_compared"));
        });
        return samples;
    }

    private List<Sample> parts() {
        List<Sample> samples = new ArrayList<>();
        all().forEach((route, report) -> {
            for (Difference.Kind kind : Difference.Kind.values()) {
                samples.add(new Sample(report.different(kind), route, word(kind)));
            }
        });
        return samples;
    }

    /** All reports as values for JSON. */
    public Object view() {
        Map<String, Object> routes = new TreeMap<>();
        all().forEach((route, report) -> routes.put(
                route,
                JsonText.object(
                        "same", report.same(),
                        "different", report.different(),
                        "not_compared", report.notCompared(),
                        "samples",
                                report.samples().stream()
                                        .map(ShadowReports::view)
                                        .toList())));
        return routes;
    }

    private static Object view(ShadowReport.Sample sample) {
        return JsonText.object(
                "time", sample.time().toString(),
                "request", sample.request(),
                "differences",
                        sample.differences().stream()
                                .map(d -> JsonText.object(
                                        "part", word(d.kind()),
                                        "where", d.where(),
                                        "answer", d.answer(),
                                        "shadow", d.shadow()))
                                .toList());
    }

    private static String word(Difference.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
