package dev.sekisho.dialect.nginx.directive;

import java.util.OptionalLong;

/** Numbers, sizes and times as nginx reads them. */
public final class Values {

    private static final long[] SECONDS = {365L * 86_400, 30L * 86_400, 7L * 86_400, 86_400, 3600, 60, 1};
    private static final String UNITS = "yMwdhms";
    private static final int MS = 7;
    private static final int LAST = 8;

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

    /** Units have to become smaller from left to right; a number without one may stand last. */
    private static OptionalLong time(String text, boolean seconds) {
        long total = 0;
        int step = seconds ? -1 : 1; // the index of the unit before; milliseconds know neither years nor months
        int at = 0;
        while (at < text.length()) {
            int end = digits(text, at);
            String unit = end == text.length() ? "" : text.startsWith("ms", end) ? "ms" : text.substring(end, end + 1);
            int order = unit.isEmpty() || unit.equals(" ") ? LAST : unit.equals("ms") ? MS : UNITS.indexOf(unit);
            OptionalLong number = end == at && at > 0 ? OptionalLong.of(0) : number(text.substring(at, end));
            boolean misplaced = order <= step && !unit.isEmpty();
            if (number.isEmpty() || order < 0 || misplaced || order == MS && seconds) {
                return OptionalLong.empty();
            }
            long scale = order == MS ? 1 : (order == LAST ? 1 : SECONDS[order]) * (seconds ? 1 : 1000);
            if (number.getAsLong() > (Integer.MAX_VALUE * 1000L - total) / scale) {
                return OptionalLong.empty();
            }
            total += number.getAsLong() * scale;
            step = order;
            at = end + unit.length();
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
