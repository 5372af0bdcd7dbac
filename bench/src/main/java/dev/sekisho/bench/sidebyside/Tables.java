package dev.sekisho.bench.sidebyside;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Rows and ratios out of medians. */
final class Tables {

    private static final double MEGABYTE = 1e6;

    static final List<String> LOAD_HEADER =
            List.of("proxy", "CPU µs/request", "of nginx", "requests/s", "p50 ms", "p99 ms", "resident MB", "failed");

    private Tables() {}

    /** One row per proxy for {@link #LOAD_HEADER}; a row with failed requests is marked. */
    static List<List<String>> loadRows(Map<String, Measurement> medians) {
        return medians.entrySet().stream()
                .map(entry -> loadRow(entry.getKey(), entry.getValue(), medians))
                .toList();
    }

    private static List<String> loadRow(String name, Measurement m, Map<String, Measurement> medians) {
        OptionalDouble ratio = ratio(medians, name, Session.NGINX, Measurement::cpuMicros);
        return List.of(
                m.failures() > 0 ? name + " (invalid)" : name,
                Bound.figure(m.cpuMicros()),
                ratio.isPresent() ? Bound.figure(ratio.getAsDouble()) : "–",
                Bound.figure(m.requestsPerSecond()),
                Bound.figure(m.p50Micros() / 1000),
                Bound.figure(m.p99Micros() / 1000),
                Bound.figure(m.residentBytes() / MEGABYTE),
                "%.0f".formatted(m.failures()));
    }

    /** A figure of one proxy over the same of another; empty where one is missing or had failed requests. */
    static OptionalDouble ratio(
            Map<String, Measurement> medians, String of, String to, ToDoubleFunction<Measurement> figure) {
        OptionalDouble above = valid(medians, of, figure);
        OptionalDouble below = valid(medians, to, figure);
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
                : OptionalDouble.empty();
    }

    /** A figure of one proxy; empty where it is missing or had failed requests. */
    static OptionalDouble valid(Map<String, Measurement> medians, String name, ToDoubleFunction<Measurement> figure) {
        return medians.entrySet().stream()
                .filter(entry -> entry.getKey().equals(name) && entry.getValue().failures() == 0)
                .mapToDouble(entry -> figure.applyAsDouble(entry.getValue()))
                .findFirst();
    }

    /** CPU µs per request of a Sekisho over those of Sekisho as a plain proxy; empty where one is missing. */
    static OptionalDouble over(Map<String, Measurement> medians, String name) {
        OptionalDouble with = valid(medians, name, Measurement::cpuMicros);
        OptionalDouble without = valid(medians, Session.SEKISHO, Measurement::cpuMicros);
        return with.isPresent() && without.isPresent()
                ? OptionalDouble.of(with.getAsDouble() - without.getAsDouble())
                : OptionalDouble.empty();
    }

    static double megabytes(double bytes) {
        return bytes / MEGABYTE;
    }
}
