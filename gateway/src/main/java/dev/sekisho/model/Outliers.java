package dev.sekisho.model;

import java.time.Duration;
import java.util.Optional;

/** Leaves out targets that do worse than the others, for a while that grows. Names and figures are Envoy's outlier detection. */
public record Outliers(
        @Property(
                value = "5xx in a row, failed connections among them, that eject a target; 0 for never.",
                defaultValue = "5",
                min = "0",
                max = "10000")
        int consecutive5xx,

        @Property(
                value = "502, 503, 504 and failed connections in a row that eject a target; 0 for never.",
                defaultValue = "0",
                min = "0",
                max = "10000")
        int consecutiveGatewayFailures,

        @Property(value = "Time between two looks.", defaultValue = "10s", min = "10ms", max = "1h")
        Duration interval,

        @Property(
                value = "How long the first ejection lasts; the second lasts twice as long, and so on.",
                defaultValue = "30s",
                min = "10ms",
                max = "24h")
        Duration baseEjectionTime,

        @Property(value = "Longest ejection.", defaultValue = "300s", min = "10ms", max = "24h")
        Duration maxEjectionTime,

        @Property(
                value = "Percentage of the targets that may be ejected at once; one always may, unless it is 0.",
                defaultValue = "10",
                min = "0",
                max = "100")
        int maxEjectionPercent,

        @Property("Ejects targets whose rate of success lies far below the mean; left out, never.")
        Optional<SuccessRate> successRate) {

    /** How far is far below. */
    public record SuccessRate(
            @Property(
                    value = "Targets with enough requests for a comparison.",
                    defaultValue = "5",
                    min = "1",
                    max = "1000")
            int minimumHosts,

            @Property(
                    value = "Requests to a target within an interval that are enough.",
                    defaultValue = "100",
                    min = "1",
                    max = "1000000")
            int requestVolume,

            @Property(
                    value = "Standard deviations below the mean that eject, in thousandths.",
                    defaultValue = "1900",
                    min = "1",
                    max = "10000")
            int stdevFactor) {}
}
