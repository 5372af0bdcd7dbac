package dev.sekisho.dialect.nginx.directive;

import java.util.OptionalLong;

/** Numbers, sizes and times as nginx reads them. */
public final class Values {

    private static final long[] SECONDS = {365L * 86_400, 30L * 86_400, 7L * 86_400, 86_400, 3600, 60, 1};
    private static final String UNITS = "yMwdhms";

    private Values() {}

    /** A whole number without sign. */
    public static OptionalLong number(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Bytes, with {@code k} or {@code m} in either case. */
    public static OptionalLong size(String text) {
        return scaled(text, "km");
    }

    /** Bytes, with {@code k}, {@code m} or {@code g} in either case. */
    public static OptionalLong offset(String text) {
        return scaled(text, "kmg");
    }

    private static OptionalLong scaled(String text, String units) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        int unit = units.indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
        OptionalLong number = number(unit < 0 ? text : text.substring(0, text.length() - 1));
        long scale = 1L << (10 * (unit + 1));
        return number.isEmpty() || number.getAsLong() > Long.MAX_VALUE / scale
                ? OptionalLong.empty()
                : OptionalLong.of(number.getAsLong() * scale);
    }

    /** Milliseconds of a time such as {@code 1d 12h} or {@code 1500ms}; seconds without a unit; no months nor years. */
    public static OptionalLong milliseconds(String text) {
        return time(text, false);
    }

    /** Seconds of a time such as {@code 1y 6M}; no milliseconds. */
    public static OptionalLong seconds(String text) {
        return time(text, true);
    }

    /** Units have to become smaller from left to right. */
    private static OptionalLong time(String text, boolean seconds) {
        long total = 0;
        int step = seconds ? -1 : 1; // the index of the unit before; milliseconds know neither years nor months
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0 && text.charAt(end) < 0x80) {
                end++;
            }
            OptionalLong number = number(text.substring(at, end));
            boolean ms = text.startsWith("ms", end);
            int unit = end == text.length() || text.charAt(end) == ' ' ? SECONDS.length - 1 : unit(text, end, ms);
            if (number.isEmpty() || unit <= step || ms && seconds) {
                return OptionalLong.empty();
            }
            long scale = ms ? 1 : SECONDS[unit] * (seconds ? 1 : 1000);
            if (number.getAsLong() > (Integer.MAX_VALUE * 1000L - total) / scale) {
                return OptionalLong.empty();
            }
            total += number.getAsLong() * scale;
            step = unit;
            at = end == text.length() ? end : end + (ms ? 2 : 1);
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }

    private static int unit(String text, int at, boolean ms) {
        return ms ? SECONDS.length : UNITS.indexOf(text.charAt(at));
    }
}
