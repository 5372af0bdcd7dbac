package dev.sekisho.policy.ratelimit.algorithm;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** The windows of a period on a timeline, and words that hold a window's number and a count. Thread-safe. */
final class Windows {

    private static final int NUMBER = 31; // bits below it: a mark and 30 bits of the count
    private static final long CLOSED = 1L << 30;
    private static final long COUNT = CLOSED - 1;

    private final Period period;
    private final Timeline timeline;
    private final long base; // number, counted from 1970, of the window before the first one
    private Span current; // a value that any thread may replace by another one that is as right

    /**
     * One window.
     *
     * @param number from 1 on
     * @param start its first moment
     * @param end the first moment behind it
     */
    record Span(long number, long start, long end) {
        boolean holds(long now) {
            return now >= start && now < end;
        }
    }

    Windows(Period period, Timeline timeline) {
        this.period = period;
        this.timeline = timeline;
        this.base = absolute(timeline.wallNanos()) - 1;
        this.current = numbered(1);
    }

    /** The window of a moment; allocates once in a window. */
    Span at(long now) {
        Span span = current;
        if (!span.holds(now)) {
            span = numbered(absolute(timeline.wallNanos() + now) - base);
            current = span;
        }
        return span;
    }

    /** The window of that number. */
    Span numbered(long number) {
        return new Span(number, start(number + base), start(number + 1 + base));
    }

    private long absolute(long wall) {
        return switch (period.kind()) {
            case FIXED -> Math.floorDiv(wall, period.nanos());
            case MONTH -> date(wall).getYear() * 12L + date(wall).getMonthValue() - 1;
            case YEAR -> date(wall).getYear();
        };
    }

    private static OffsetDateTime date(long wall) {
        return Instant.EPOCH.plusNanos(wall).atOffset(ZoneOffset.UTC);
    }

    private long start(long absolute) {
        return switch (period.kind()) {
                    case FIXED -> absolute * period.nanos();
                    case MONTH -> nanos((int) Math.floorDiv(absolute, 12L), (int) Math.floorMod(absolute, 12L) + 1);
                    case YEAR -> nanos((int) absolute, 1);
                }
                - timeline.wallNanos();
    }

    private static long nanos(int year, int month) {
        Instant start =
                OffsetDateTime.of(year, month, 1, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();
        return TimeUnit.SECONDS.toNanos(ChronoUnit.SECONDS.between(Instant.EPOCH, start));
    }

    static long word(long number, long count) {
        return number << NUMBER | count;
    }

    static long number(long word) {
        return Counter.thawed(word) >>> NUMBER;
    }

    static long count(long word) {
        return word & COUNT;
    }

    static boolean isClosed(long word) {
        return (word & CLOSED) != 0;
    }

    static long closed(long word) {
        return word | CLOSED;
    }
}
