package dev.sekisho.model;

import java.time.Duration;
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
            case "us" -> Duration.ofNanos(Math.multiplyExact(count, 1_000L));
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** The form that {@link #parse} reads, in the largest unit that loses nothing. */
    public static String format(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        String[] units = {"d", "h", "m", "s", "ms"};
        long[] sizes = {86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L, 1_000L};
        for (int i = 0; i < units.length; i++) {
            if (micros != 0 && micros % sizes[i] == 0) {
                return micros / sizes[i] + units[i];
            }
        }
        return micros == 0 ? "0s" : micros + "us";
    }
}
