package dev.sekisho.policy.responseheaders;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a response may be kept, in the forms of nginx's
 * <a href="https://nginx.org/en/docs/http/ngx_http_headers_module.html#expires">expires</a>. Immutable.
 *
 * @param from what the time counts from
 * @param seconds the time; may be negative
 */
record Lifetime(From from, long seconds) {

    /** What a time counts from. */
    enum From {
        /** The moment of the answer. */
        NOW,
        /** Last-Modified, or the moment of the answer where there is none. */
        MODIFIED,
        /** Midnight: it is a time of day. */
        MIDNIGHT,
        /** Nothing: long ago. */
        EPOCH,
        /** Nothing: as late as can be. */
        MAX,
        /** Nothing: fields stay as they are. */
        OFF
    }

    private static final long DAY = 86_400;
    private static final String UNITS = "yMwdhms";
    private static final long[] SECONDS = {365 * DAY, 30 * DAY, 7 * DAY, DAY, 3600, 60, 1};
    private static final Pattern PART = Pattern.compile("([0-9]{1,10})([yMwdhms]?) *");
    private static final long LONGEST = 1L << 32; // seconds, beyond any date that is written with four digits of sense

    /** Reads one of the forms; nothing where it is none. */
    static Optional<Lifetime> parse(String text) {
        String value = text.strip();
        switch (value) {
            case "off" -> {
                return Optional.of(new Lifetime(From.OFF, 0));
            }
            case "epoch" -> {
                return Optional.of(new Lifetime(From.EPOCH, 0));
            }
            case "max" -> {
                return Optional.of(new Lifetime(From.MAX, 0));
            }
            default -> {
                return timed(value);
            }
        }
    }

    private static Optional<Lifetime> timed(String value) {
        if (value.startsWith("@")) {
            return seconds(value.substring(1))
                    .filter(time -> time <= DAY)
                    .map(time -> new Lifetime(From.MIDNIGHT, time));
        }
        boolean modified = value.startsWith("modified ");
        String time = modified ? value.substring("modified ".length()).strip() : value;
        boolean minus = time.startsWith("-");
        String digits = minus || time.startsWith("+") ? time.substring(1) : time;
        return seconds(digits)
                .map(seconds -> new Lifetime(modified ? From.MODIFIED : From.NOW, minus ? -seconds : seconds));
    }

    /** A time in units that become smaller. */
    private static Optional<Long> seconds(String text) {
        Matcher part = PART.matcher(text);
        long total = 0;
        int at = 0;
        int last = -1;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                return Optional.empty();
            }
            int unit = part.group(2).isEmpty() ? UNITS.length() - 1 : UNITS.indexOf(part.group(2));
            if (unit <= last) {
                return Optional.empty();
            }
            last = unit;
            total += Long.parseLong(part.group(1)) * SECONDS[unit];
            if (total > LONGEST) {
                return Optional.empty();
            }
            at = part.end();
        }
        return last < 0 ? Optional.empty() : Optional.of(total);
    }
}
