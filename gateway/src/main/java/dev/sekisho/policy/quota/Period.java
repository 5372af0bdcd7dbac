package dev.sekisho.policy.quota;

import dev.sekisho.model.PlanQuota;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Calendar periods of UTC, each with windows that are numbered since 1970. Their order is that of files of counts. */
enum Period {
    MINUTE(60_000),
    HOUR(3_600_000),
    DAY(86_400_000),
    MONTH(0);

    private static final int MONTHS = 12;

    private final long millis; // 0 where windows differ in length

    Period(long millis) {
        this.millis = millis;
    }

    /** Number of the window that this time is in, milliseconds since 1970. */
    long window(long now) {
        if (millis > 0) {
            return Math.floorDiv(now, millis);
        }
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC));
        return (month.getYear() - 1970L) * MONTHS + month.getMonthValue() - 1;
    }

    /** When a window ends and the next one begins, milliseconds since 1970. */
    long end(long window) {
        if (millis > 0) {
            return (window + 1) * millis;
        }
        long next = window + 1;
        return YearMonth.of((int) (1970 + next / MONTHS), (int) (next % MONTHS) + 1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
    }

    /** What a quota allows in this period. */
    Optional<Long> of(PlanQuota quota) {
        return switch (this) {
            case MINUTE -> quota.minute();
            case HOUR -> quota.hour();
            case DAY -> quota.day();
            case MONTH -> quota.month();
        };
    }

    /** Its name in settings. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
