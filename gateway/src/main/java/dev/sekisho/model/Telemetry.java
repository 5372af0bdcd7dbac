package dev.sekisho.model;

import java.util.List;

/** What the gateway tells about its traffic. */
public record Telemetry(
        @Property(value = "Access log: off, on, or its settings.", defaultValue = "on")
        AccessLog accessLog,

        @Property(value = "Whether requests are counted for /metrics.", defaultValue = "true")
        boolean metrics,

        @Property("Addresses that are told what circuit breakers do and how targets fare.")
        List<Webhook> webhooks) {

    /** Access log to standard output, metrics on, no webhooks. */
    public static final Telemetry DEFAULT = new Telemetry(AccessLog.STDOUT, true, List.of());
}
