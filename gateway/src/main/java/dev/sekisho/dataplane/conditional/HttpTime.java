package dev.sekisho.dataplane.conditional;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three forms of HTTP-date (RFC 9110 section 5.6.7). Thread-safe. */
public final class HttpTime {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final Pattern IMF =
            Pattern.compile("[A-Z][a-z]{2}, (\\d{2}) ([A-Z][a-z]{2}) (\\d{4}) (\\d{2}):(\\d{2}):(\\d{2}) GMT");
    private static final Pattern RFC_850 =
            Pattern.compile("[A-Z][a-z]{5,8}, (\\d{2})-([A-Z][a-z]{2})-(\\d{2}) (\\d{2}):(\\d{2}):(\\d{2}) GMT");
    private static final Pattern ASCTIME =
            Pattern.compile("[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \\d]\\d) (\\d{2}):(\\d{2}):(\\d{2}) (\\d{4})");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpTime() {}

    /**
     * Reads a date; empty where it is none.
     *
     * @param now two-digit years lie at most 50 years ahead of it
     */
    public static Optional<Instant> parse(String text, Instant now) {
        Matcher m = IMF.matcher(text);
        if (m.matches()) {
            return date(m.group(3), m.group(2), m.group(1), m.group(4), m.group(5), m.group(6));
        }
        m = ASCTIME.matcher(text);
        if (m.matches()) {
            return date(m.group(6), m.group(1), m.group(2).strip(), m.group(3), m.group(4), m.group(5));
        }
        m = RFC_850.matcher(text);
        return m.matches()
                ? date(year(m.group(3), now), m.group(2), m.group(1), m.group(4), m.group(5), m.group(6))
                : Optional.empty();
    }

    private static String year(String two, Instant now) {
        int current = ZonedDateTime.ofInstant(now, ZoneOffset.UTC).getYear();
        int year = current / 100 * 100 + Integer.parseInt(two);
        return String.valueOf(year > current + 50 ? year - 100 : year);
    }

    private static Optional<Instant> date(
            String year, String month, String day, String hour, String minute, String second) {
        int place = MONTHS.indexOf(month);
        if (place < 0 || place % 3 != 0) {
            return Optional.empty();
        }
        try {
            int leap = Math.min(59, Integer.parseInt(second)); // :60 is allowed and nobody's clock has it
            return Optional.of(LocalDateTime.of(
                            Integer.parseInt(year),
                            place / 3 + 1,
                            Integer.parseInt(day),
                            Integer.parseInt(hour),
                            Integer.parseInt(minute),
                            Integer.parseInt(second) > 60 ? -1 : leap)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The form to write, IMF-fixdate. */
    public static String format(Instant time) {
        return FORMAT.format(time);
    }
}
