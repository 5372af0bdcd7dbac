package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.stream.StreamCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The metrics of streams, as they are when the page is read. */
public final class StreamFamilies {

    private final Supplier<Map<String, StreamCounts>> streams;

    private StreamFamilies(Supplier<Map<String, StreamCounts>> streams) {
        this.streams = streams;
    }

    /** Adds them to a page; the supplier gives the counts by the names of streams. */
    public static void addTo(MetricsRegistry registry, Supplier<Map<String, StreamCounts>> streams) {
        StreamFamilies families = new StreamFamilies(streams);
        families.add(
                registry,
                Family.Head.gauge(
                        "api_gateway_stream_open_connections",
                        "TCP connections or UDP sessions that are open.",
                        "stream"),
                StreamCounts::open);
        families.add(
                registry,
                Family.Head.counter(
                        "api_gateway_stream_connections_total", "TCP connections or UDP sessions.", "stream"),
                StreamCounts::total);
        families.add(
                registry,
                Family.Head.counter(
                        "api_gateway_stream_received_bytes_total", "Bytes that clients of a stream sent.", "stream"),
                StreamCounts::received);
        families.add(
                registry,
                Family.Head.counter(
                        "api_gateway_stream_sent_bytes_total", "Bytes that went to clients of a stream.", "stream"),
                StreamCounts::sent);
        registry.add(
                Family.Head.counter(
                        "api_gateway_stream_failures_total",
                        "What failed in a stream: connections to targets, clients refused, datagrams dropped.",
                        "stream",
                        "reason"),
                families::failures);
    }

    private void add(MetricsRegistry registry, Family.Head head, ToDoubleFunction<StreamCounts> value) {
        registry.add(head, () -> {
            List<Sample> samples = new ArrayList<>();
            streams.get().forEach((name, counts) -> samples.add(new Sample(value.applyAsDouble(counts), name)));
            return samples;
        });
    }

    private List<Sample> failures() {
        List<Sample> samples = new ArrayList<>();
        streams.get()
                .forEach((name, counts) ->
                        counts.failures().forEach((reason, count) -> samples.add(new Sample(count, name, reason))));
        return samples;
    }
}
