package dev.sekisho.policy.ratelimit.algorithm;

import dev.sekisho.model.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The time that a number of requests is for.
 *
 * @param kind whether windows of it are of one length, or those of the calendar
 * @param nanos its length; of month and year 30 and 365 days, for the algorithms that know no calendar
 */
public record Period(Kind kind, long nanos) {

    /** The shortest, nanoseconds: windows are counted in 32 bits, which last for 13 years so. */
    public static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);

    /** The longest, nanoseconds. */
    public static final long LONGEST = TimeUnit.DAYS.toNanos(366);

    /** Kinds of windows. */
    public enum Kind {
        /** Of one length, aligned to 1970-01-01T00:00Z. */
        FIXED,
        /** Calendar months, UTC. */
        MONTH,
        /** Calendar years, UTC. */
        YEAR
    }

    /**
     * Reads a name (second, minute, hour, day, month, year) or a duration.
     *
     * @param setting the setting that gives it, for the message
     * @throws IllegalArgumentException where the text is neither, or the duration is out of bounds
     */
    public static Period parse(String setting, String text) {
        return switch (text) {
            case "second" -> of(1);
            case "minute" -> of(60);
            case "hour" -> of(3_600);
            case "day" -> of(86_400);
            case "month" -> new Period(Kind.MONTH, TimeUnit.DAYS.toNanos(30));
            case "year" -> new Period(Kind.YEAR, TimeUnit.DAYS.toNanos(365));
            default -> duration(setting, text);
        };
    }

    private static Period of(long seconds) {
        return new Period(Kind.FIXED, TimeUnit.SECONDS.toNanos(seconds));
    }

    private static Period duration(String setting, String text) {
        Duration length;
        try {
            length = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    setting + ": " + text
                            + " (expected: second, minute, hour, day, month, year, or a duration such as 10s)",
                    e);
        }
        if (length.compareTo(Duration.ofNanos(SHORTEST)) < 0 || length.compareTo(Duration.ofNanos(LONGEST)) > 0) {
            throw new IllegalArgumentException(setting + ": " + text + " (expected: 100ms to 366d)");
        }
        return new Period(Kind.FIXED, length.toNanos());
    }

    /** Its length in whole seconds, rounded up. */
    public long seconds() {
        return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }

    /** Its name where it has one, such as {@code minute}, else a duration such as {@code 10s}. */
    @Override
    public String toString() {
        if (kind != Kind.FIXED) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
        String text = Durations.format(Duration.ofNanos(nanos));
        return switch (text) {
            case "1s" -> "second";
            case "1m" -> "minute";
            case "1h" -> "hour";
            case "1d" -> "day";
            default -> text;
        };
    }
}
