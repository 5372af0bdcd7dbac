package dev.sekisho.telemetry.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What policies count, by name and labels, over reloads. A name that has too many combinations of labels counts further ones together, as
 * {@code (other)}. Thread-safe.
 */
public final class PolicyCounters {

    /** Combinations of labels that a name may have. */
    static final int MAX_SERIES = 10_000;

    private final MetricsRegistry registry;
    private final Map<String, Map<List<String>, LongAdder>> names = new ConcurrentHashMap<>();

    /** Shows the counters on the page of that registry, each from its first use on. */
    public PolicyCounters(MetricsRegistry registry) {
        this.registry = registry;
    }

    /**
     * The counter of these labels.
     *
     * @throws IllegalArgumentException where the name cannot be that of a counter, or the labels are not as many as the values
     */
    public LongAdder counter(String name, String help, List<String> labels, List<String> values) {
        if (labels.size() != values.size()) {
            throw new IllegalArgumentException(
                    name + ": " + values.size() + " values (expected: one for each of " + labels + ")");
        }
        Map<List<String>, LongAdder> series = names.computeIfAbsent(name, n -> added(n, help, labels));
        LongAdder known = series.get(values);
        if (known != null) {
            return known;
        }
        List<String> key = series.size() < MAX_SERIES ? values : Collections.nCopies(values.size(), "(other)");
        return series.computeIfAbsent(List.copyOf(key), k -> new LongAdder());
    }

    private Map<List<String>, LongAdder> added(String name, String help, List<String> labels) {
        Map<List<String>, LongAdder> series = new ConcurrentHashMap<>();
        registry.add(new Family.Head(Family.Kind.COUNTER, name, help, labels), () -> samples(series));
        return series;
    }

    private static List<Sample> samples(Map<List<String>, LongAdder> series) {
        List<Sample> samples = new ArrayList<>(series.size());
        series.forEach((values, count) -> samples.add(new Sample(count.sum(), values)));
        return samples;
    }
}
