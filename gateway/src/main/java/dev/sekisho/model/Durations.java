package dev.sekisho.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and prints durations with units: {@code 250us}, {@code 100ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 7d}. */
public final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads a duration with its unit; a bare {@code 0} needs none.
     *
     * @throws IllegalArgumentException where the text is no duration
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: a duration with a unit, such as 100ms, 5s or 2m)");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> Duration.of(count, ChronoUnit.MICROS);
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** The form that {@link #parse} reads, in the largest unit that loses nothing. */
    public static String format(Duration duration) {
        boolean whole = duration.toNanosPart() == 0; // then no time is too long to be counted
        long count = whole ? duration.toSeconds() : duration.toNanos() / 1_000;
        String[] units = whole ? new String[] {"d", "h", "m"} : new String[] {"ms"};
        long[] sizes = whole ? new long[] {86_400, 3_600, 60} : new long[] {1_000};
        for (int i = 0; i < units.length; i++) {
            if (count != 0 && count % sizes[i] == 0) {
                return count / sizes[i] + units[i];
            }
        }
        return count + (whole ? "s" : "us");
    }
}
