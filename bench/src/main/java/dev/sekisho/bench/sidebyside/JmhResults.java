package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The report on the last {@code bench/run --jmh}. Two bounds hang on names: {@code HeadDecoding.sekisho} against
 * {@code HeadDecoding.netty}, and the allocation of every method of {@code PlainPath}.
 */
final class JmhResults {

    private static final String ALLOCATION = ":gc.alloc.rate.norm";
    private static final String CODEC = "HeadDecoding.";
    private static final String PLAIN_PATH = "PlainPath.";
    private static final String LIMITED_PATH = "LimitedPath.";
    private static final double LIMIT_CODEC = 3;

    /** What a token bucket by address may take, µs. */
    private static final double LIMIT_BUCKET = 0.5;

    private static final double NANOS_PER_MICRO = 1000;

    /** Column numbers of JMH's CSV. */
    private static final int NAME = 0;

    private static final int SCORE = 4;
    private static final int ERROR = 5;
    private static final int UNIT = 6;

    private JmhResults() {}

    /** @param file JMH's CSV; where there is none, the report says how to make one */
    static Report read(Path file) throws IOException {
        List<String[]> lines = Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .skip(1)
                        .map(JmhResults::cells)
                        .toList()
                : List.of();
        Map<String, Double> scores = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (String[] cells : lines) {
            scores.put(cells[NAME], Double.parseDouble(cells[SCORE]));
            if (!cells[NAME].contains(":")) {
                rows.add(row(cells, lines));
            }
        }
        List<String> remarks = lines.isEmpty() ? List.of("`bench/run --jmh` has not been run") : List.of();
        return new Report(
                "Micro benchmarks (JMH)",
                "One thread, gc profiler, results of the last `bench/run --jmh`.",
                List.of("benchmark", "score", "± (99.9 %)", "unit", "B/op"),
                rows,
                bounds(scores),
                remarks);
    }

    private static List<Bound> bounds(Map<String, Double> scores) {
        Double netty = scores.get(CODEC + "netty");
        Double ours = scores.get(CODEC + "sekisho");
        OptionalDouble ratio = netty == null || ours == null ? OptionalDouble.empty() : OptionalDouble.of(netty / ours);
        return List.of(
                Bound.atLeast("Head codec: time of Netty's decoder / Sekisho's", ratio, LIMIT_CODEC, " ×"),
                Bound.atMost("Allocation on the plain path", allocation(scores, PLAIN_PATH), 0, " B/request"),
                Bound.atMost("Token bucket by address: time over the plain path", bucket(scores), LIMIT_BUCKET, " µs"),
                Bound.atMost("Token bucket by address: allocation", allocation(scores, LIMITED_PATH), 0, " B/request"));
    }

    private static OptionalDouble bucket(Map<String, Double> scores) {
        Double with = scores.get(LIMITED_PATH + "proxy");
        Double without = scores.get(PLAIN_PATH + "proxy");
        return with == null || without == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((with - without) / NANOS_PER_MICRO);
    }

    private static OptionalDouble allocation(Map<String, Double> scores, String benchmark) {
        return scores.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(benchmark))
                .filter(entry -> entry.getKey().endsWith(ALLOCATION))
                .mapToDouble(entry -> Math.rint(entry.getValue() * 10) / 10) // the profiler's noise is 0.01 B
                .max();
    }

    private static List<String> row(String[] cells, List<String[]> lines) {
        String allocated = lines.stream()
                .filter(other -> other[NAME].equals(cells[NAME] + ALLOCATION))
                .map(other -> Bound.figure(Double.parseDouble(other[SCORE])))
                .findFirst()
                .orElse("–");
        return List.of(
                cells[NAME],
                Bound.figure(Double.parseDouble(cells[SCORE])),
                Bound.figure(Double.parseDouble(cells[ERROR])),
                cells[UNIT],
                allocated);
    }

    /** Cells without their quotes; names in short: class and method. */
    private static String[] cells(String line) {
        String[] cells = line.replace("\"", "").split(",");
        String[] parts = cells[NAME].split(":", 2);
        String[] words = parts[0].split("\\.");
        String name = words[words.length - 2] + "." + words[words.length - 1];
        cells[NAME] = parts.length > 1 ? name + ":" + parts[1] : name;
        return cells;
    }
}
