package dev.sekisho.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statuses of responses: one ({@code 503}), a class ({@code 5xx}) or a range ({@code 500-504}).
 *
 * @param from the first, from 100 on
 * @param to the last, up to 599
 */
public record StatusPattern(int from, int to) {

    private static final Pattern FORM = Pattern.compile("([1-5])xx|([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

    /** Checks the bounds. */
    public StatusPattern {
        if (from < 100 || to > 599 || from > to) {
            throw new IllegalArgumentException(from + "-" + to + " (expected: statuses from 100 to 599, rising)");
        }
    }

    /** Reads one of the three forms. */
    public static StatusPattern parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: a status such as 503, 5xx or 500-504)");
        }
        if (matcher.group(1) != null) {
            int hundreds = Integer.parseInt(matcher.group(1)) * 100;
            return new StatusPattern(hundreds, hundreds + 99);
        }
        int from = Integer.parseInt(matcher.group(2));
        return new StatusPattern(from, matcher.group(3) == null ? from : Integer.parseInt(matcher.group(3)));
    }

    /** Whether the status is one of these. */
    public boolean contains(int status) {
        return from <= status && status <= to;
    }

    @Override
    public String toString() {
        boolean whole = from % 100 == 0 && to == from + 99;
        return whole ? from / 100 + "xx" : from == to ? String.valueOf(from) : from + "-" + to;
    }
}
