package dev.sekisho.telemetry.metrics;

import java.util.List;

/**
 * One value of a {@link Family}.
 *
 * @param value the value
 * @param labels values of the family's labels, in their order
 */
public record Sample(double value, List<String> labels) {

    /** A value with labels. */
    public Sample(double value, String... labels) {
        this(value, List.of(labels));
    }
}
