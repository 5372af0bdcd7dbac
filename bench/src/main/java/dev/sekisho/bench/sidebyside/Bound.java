package dev.sekisho.bench.sidebyside;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A figure that the product promises, and what was measured.
 *
 * @param what the figure's name
 * @param measured with its unit
 * @param limit with its sense and unit
 * @param verdict met or missed, and by how much
 */
record Bound(String what, String measured, String limit, String verdict) {

    /**
     * A figure that may be {@code limit} at most.
     *
     * @param measured empty where a side was not available
     * @param unit printed behind both figures, for example {@code " ms"}
     */
    static Bound atMost(String what, OptionalDouble measured, double limit, String unit) {
        return of(what, measured, limit, unit, "≤ ", measured.orElse(0) <= limit);
    }

    /** A figure that must be {@code limit} at least. */
    static Bound atLeast(String what, OptionalDouble measured, double limit, String unit) {
        return of(what, measured, limit, unit, "≥ ", measured.orElse(0) >= limit);
    }

    private static Bound of(
            String what, OptionalDouble measured, double limit, String unit, String sense, boolean met) {
        String limitText = sense + figure(limit) + unit;
        if (measured.isEmpty()) {
            return new Bound(what, "–", limitText, "not measured");
        }
        double value = measured.getAsDouble();
        String distance =
                limit == 0 ? figure(value) + unit : "%.0f %%".formatted(100 * Math.abs(value - limit) / limit);
        String verdict = met ? "met, by " + distance : "**missed by " + distance + "**";
        return new Bound(what, figure(value) + unit, limitText, verdict);
    }

    /** Three significant digits, or all digits before the point. */
    static String figure(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
