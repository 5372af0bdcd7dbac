package dev.sekisho.telemetry.metrics;

import java.util.List;
import java.util.function.Supplier;

/**
 * Numbers that others keep, shown on the page.
 *
 * @param head what they are
 * @param samples the values, asked at each scrape
 */
public record Family(Head head, Supplier<List<Sample>> samples) {

    /** Kind of number. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Never goes back; its name ends in {@code _total}. */
        COUNTER
    }

    /**
     * What the numbers are.
     *
     * @param kind gauge or counter
     * @param name name, with the prefix {@code api_gateway_}
     * @param help one line for the reader of the page
     * @param labels names of the labels; none for a single value
     */
    public record Head(Kind kind, String name, String help, List<String> labels) {

        /** Checks the name. */
        public Head {
            labels = List.copyOf(labels);
            if (!name.matches("api_gateway_[a-z0-9_]+") || (kind == Kind.COUNTER) != name.endsWith("_total")) {
                throw new IllegalArgumentException(
                        "metric: " + name + " (expected: api_gateway_..., _total at the end for counters alone)");
            }
        }

        /** A gauge. */
        public static Head gauge(String name, String help, String... labels) {
            return new Head(Kind.GAUGE, name, help, List.of(labels));
        }

        /** A counter. */
        public static Head counter(String name, String help, String... labels) {
            return new Head(Kind.COUNTER, name, help, List.of(labels));
        }
    }
}
