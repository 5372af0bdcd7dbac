package dev.sekisho.server.shipping;

import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metrics of records of requests, by where they go. */
public final class LogFamilies {

    private static final String DESTINATION = "destination";

    private LogFamilies() {}

    /** Adds them to a page. */
    public static void addTo(MetricsRegistry registry, LogRoom room) {
        registry.add(
                Family.Head.counter(
                        "api_gateway_log_records_total",
                        "What became of records of requests for a log of their own.",
                        DESTINATION,
                        "result"),
                () -> records(room));
        registry.add(
                Family.Head.counter("api_gateway_log_errors_total", "Tries to send records that failed.", DESTINATION),
                () -> room.tallies().entrySet().stream()
                        .map(entry -> new Sample(entry.getValue().errors().sum(), entry.getKey()))
                        .toList());
        registry.add(
                Family.Head.gauge("api_gateway_log_queue_records", "Records that wait to be sent.", DESTINATION),
                () -> waiting(room));
    }

    private static List<Sample> records(LogRoom room) {
        List<Sample> samples = new ArrayList<>();
        room.tallies().forEach((label, tally) -> {
            samples.add(new Sample(tally.shipped().sum(), label, "shipped"));
            samples.add(new Sample(tally.full().sum(), label, "dropped_full"));
            samples.add(new Sample(tally.burst().sum(), label, "dropped_burst"));
            samples.add(new Sample(tally.givenUp().sum(), label, "given_up"));
            samples.add(new Sample(tally.left().sum(), label, "left"));
        });
        return samples;
    }

    private static List<Sample> waiting(LogRoom room) {
        Map<String, Integer> waiting = new TreeMap<>();
        room.shippers().forEach(shipper -> waiting.merge(shipper.label(), shipper.waiting(), Integer::sum));
        return waiting.entrySet().stream()
                .map(entry -> new Sample(entry.getValue(), entry.getKey()))
                .toList();
    }
}
