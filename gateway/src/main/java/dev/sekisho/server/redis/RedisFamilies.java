package dev.sekisho.server.redis;

import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.Sample;
import java.util.ArrayList;
import java.util.List;

/** The metrics of Redis stores, by where they are; those of stores that nobody uses any more are not shown. */
public final class RedisFamilies {

    private static final double NANOS = 1e9; // in a second

    private RedisFamilies() {}

    /** Adds them to a page. */
    public static void addTo(MetricsRegistry registry, RedisRoom room) {
        registry.add(
                Family.Head.counter(
                        "api_gateway_redis_commands_total",
                        "Commands to Redis: answered, late, or kept back since it did not answer.",
                        "store",
                        "result"),
                () -> commands(room.links()));
        registry.add(
                Family.Head.counter(
                        "api_gateway_redis_command_seconds_total", "Time that commands to Redis took.", "store"),
                () -> room.links().stream()
                        .map(link -> new Sample(link.measures().nanos().sum() / NANOS, link.label()))
                        .toList());
        registry.add(
                Family.Head.gauge("api_gateway_redis_up", "1 where commands to Redis are sent, else 0.", "store"),
                () -> room.links().stream()
                        .map(link -> new Sample(link.isUp() ? 1 : 0, link.label()))
                        .toList());
    }

    private static List<Sample> commands(List<RedisLink> links) {
        List<Sample> samples = new ArrayList<>();
        for (RedisLink link : links) {
            Measures measures = link.measures();
            samples.add(new Sample(measures.answered().sum(), link.label(), "answered"));
            samples.add(new Sample(measures.late().sum(), link.label(), "late"));
            samples.add(new Sample(measures.kept().sum(), link.label(), "kept"));
        }
        return samples;
    }
}
