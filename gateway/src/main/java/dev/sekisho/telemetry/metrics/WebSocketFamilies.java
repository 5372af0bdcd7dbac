package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.WebSocketCounts;
import dev.sekisho.dataplane.WebSocketCounts.By;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What the loops count of WebSockets, on the metrics page. */
public final class WebSocketFamilies {

    private WebSocketFamilies() {}

    /** Adds them to the page of a registry. */
    public static void addTo(MetricsRegistry registry, List<LoopContext> loops) {
        registry.add(
                Family.Head.gauge("api_gateway_websocket_connections", "WebSocket connections that are open."),
                () -> List.of(new Sample(sum(loops, WebSocketCounts::open))));
        registry.add(
                Family.Head.counter(
                        "api_gateway_websocket_messages_total",
                        "WebSocket messages that passed, by who sent them.",
                        "from"),
                () -> List.of(
                        new Sample(sum(loops, counts -> counts.messages(true)), "client"),
                        new Sample(sum(loops, counts -> counts.messages(false)), "upstream")));
        registry.add(
                Family.Head.counter(
                        "api_gateway_websocket_closed_total",
                        "WebSocket connections that ended, by close code and who ended them.",
                        "code",
                        "by"),
                () -> closes(loops));
    }

    private static long sum(List<LoopContext> loops, ToLongFunction<WebSocketCounts> number) {
        return loops.stream().map(LoopContext::webSockets).mapToLong(number).sum();
    }

    /** Those that have happened. */
    private static List<Sample> closes(List<LoopContext> loops) {
        List<Sample> samples = new ArrayList<>();
        for (By by : By.values()) {
            for (int i = 0; i < WebSocketCounts.CODES; i++) {
                int number = i;
                long count = sum(loops, counts -> counts.closes(by, number));
                if (count > 0) {
                    samples.add(new Sample(
                            count, WebSocketCounts.label(i), by.name().toLowerCase(Locale.ROOT)));
                }
            }
        }
        return samples;
    }
}
