package dev.sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Probes that the gateway sends to each target. Figures and names follow Kong's active health checks. */
public record ActiveHealth(
        @Property(value = "What is sent.", defaultValue = "http")
        Kind type,

        @Property(value = "Path of HTTP probes.", defaultValue = "/")
        String path,

        @Property("Host of HTTP and gRPC probes; left out, the address of the target.")
        Optional<String> host,

        @Property("Service that gRPC probes ask for; left out, the whole server.")
        Optional<String> service,

        @Property(value = "Whether probes over TLS verify the certificate.", defaultValue = "true")
        boolean verify,

        @Property("Statuses of HTTP probes that count as healthy; left out, 2xx and 3xx.")
        List<StatusPattern> expect,

        @Property(value = "How long an answer may take.", defaultValue = "1s", min = "1ms", max = "1h")
        Duration timeout,

        @Property(value = "Probes of targets that are healthy, and what makes one healthy.", defaultValue = "{}")
        Healthy healthy,

        @Property(value = "Probes of targets that are not, and what makes one unhealthy.", defaultValue = "{}")
        Unhealthy unhealthy) {

    /** What is sent. */
    public enum Kind {
        /** A GET over HTTP. */
        HTTP,
        /** A GET over TLS. */
        HTTPS,
        /** A connection. */
        TCP,
        /** The call {@code grpc.health.v1.Health/Check} over HTTP/2 in clear text, with prior knowledge. */
        GRPC,
        /** That call over TLS. */
        GRPCS;

        /** Whether HTTP is asked for a path. */
        public boolean isHttp() {
            return this == HTTP || this == HTTPS;
        }

        /** Whether the health service of gRPC is called. */
        public boolean isGrpc() {
            return this == GRPC || this == GRPCS;
        }

        /** Whether the connection is encrypted. */
        public boolean isTls() {
            return this == HTTPS || this == GRPCS;
        }
    }

    /** While healthy. */
    public record Healthy(
            @Property(
                    value = "Time between probes of a healthy target; 0 for none.",
                    defaultValue = "10s",
                    min = "0",
                    max = "24h")
            Duration interval,

            @Property(value = "Good answers in a row that make it healthy.", defaultValue = "1", min = "1", max = "255")
            int successes) {}

    /** While unhealthy. */
    public record Unhealthy(
            @Property(
                    value = "Time between probes of an unhealthy target; 0 for none.",
                    defaultValue = "5s",
                    min = "0",
                    max = "24h")
            Duration interval,

            @Property(
                    value = "Bad statuses in a row that make it unhealthy; 0 for never.",
                    defaultValue = "3",
                    min = "0",
                    max = "255")
            int httpFailures,

            @Property(
                    value = "Failed connections in a row that make it unhealthy; 0 for never.",
                    defaultValue = "3",
                    min = "0",
                    max = "255")
            int tcpFailures,

            @Property(
                    value = "Answers in a row that came too late and make it unhealthy; 0 for never.",
                    defaultValue = "3",
                    min = "0",
                    max = "255")
            int timeouts) {}
}
