package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One run of a load against one proxy, or the medians of several.
 *
 * @param cpuMicros CPU time (user and system) of the proxy's processes per request, in µs
 * @param requestsPerSecond throughput
 * @param p50Micros median latency in µs
 * @param p99Micros 99th percentile of the latency in µs
 * @param residentBytes resident memory after the load
 * @param failures failed requests
 */
record Measurement(
        double cpuMicros,
        double requestsPerSecond,
        double p50Micros,
        double p99Micros,
        double residentBytes,
        double failures) {

    static Measurement of(RunningProxy proxy, Load load, int seconds) throws IOException, InterruptedException {
        long before = proxy.process().cpuMicros();
        Load.Result result = load.run(proxy.workspace(), proxy.port(), seconds);
        long cpu = proxy.process().cpuMicros() - before;
        return new Measurement(
                (double) cpu / Math.max(1, result.requests()),
                result.requests() * 1e6 / result.micros(),
                result.p50Micros(),
                result.p99Micros(),
                proxy.process().residentBytes(),
                result.failures());
    }

    /** Median of each figure by itself; failures are summed, because none may be lost. */
    static Measurement median(List<Measurement> rounds) {
        return new Measurement(
                medianOf(rounds, Measurement::cpuMicros),
                medianOf(rounds, Measurement::requestsPerSecond),
                medianOf(rounds, Measurement::p50Micros),
                medianOf(rounds, Measurement::p99Micros),
                medianOf(rounds, Measurement::residentBytes),
                rounds.stream().mapToDouble(Measurement::failures).sum());
    }

    private static double medianOf(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).toArray());
    }
}
