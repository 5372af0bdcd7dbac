package dev.sekisho.model;

/** What the gateway tells about its traffic. */
public record Telemetry(
        @Property(value = "Access log: off, on, or its settings.", defaultValue = "on")
        AccessLog accessLog,

        @Property(value = "Whether requests are counted for /metrics.", defaultValue = "true")
        boolean metrics) {

    /** Access log to standard output, metrics on. */
    public static final Telemetry DEFAULT = new Telemetry(AccessLog.STDOUT, true);
}
