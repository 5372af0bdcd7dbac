package dev.sekisho.model;

import java.time.Duration;

/** How long an upstream may take; beyond it the client gets 504, or a cut response where its head has left. */
public record UpstreamTimeouts(
        @Property(value = "To open a connection.", defaultValue = "5s", min = "1ms", max = "1h")
        Duration connect,

        @Property(
                value = "Longest wait for the response head, and between two pieces of the body.",
                defaultValue = "25s",
                min = "1ms",
                max = "24h")
        Duration read,

        @Property(
                value = "Longest pause while the upstream takes no bytes of the request.",
                defaultValue = "10s",
                min = "1ms",
                max = "24h")
        Duration write,

        @Property(
                value = "For the whole request, retries included; what is left of it is told to the service in "
                        + "X-Request-Timeout. 0 for no limit.",
                defaultValue = "0",
                min = "0",
                max = "24h")
        Duration total,

        @Property(
                value =
                        "Longest pause in a stream of events (text/event-stream), to which the read timeout does not apply. "
                                + "0 for no limit.",
                defaultValue = "0",
                min = "0",
                max = "24h")
        Duration eventStream) {}
