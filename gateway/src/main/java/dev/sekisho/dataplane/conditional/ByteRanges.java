package dev.sekisho.dataplane.conditional;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ranges that a request asks for of a body whose length is known (RFC 9110 section 14). Immutable, thread-safe.
 *
 * @param ranges those that can be given, in the order of the request; none where none can
 */
public record ByteRanges(List<Range> ranges) {

    private static final int MOST = 16; // ranges of one answer; asking for more is asking for all
    private static final int LONGEST = 1024; // characters of the field

    /**
     * A part of the body.
     *
     * @param from the first byte
     * @param length how many, at least one
     */
    public record Range(long from, long length) {

        /** Content-Range of the part. */
        public String contentRange(long whole) {
            return "bytes " + from + "-" + (from + length - 1) + "/" + whole;
        }
    }

    /** Takes a copy. */
    public ByteRanges {
        ranges = List.copyOf(ranges);
    }

    /** Whether the body has nothing of what is asked for: 416. */
    public boolean isUnsatisfiable() {
        return ranges.isEmpty();
    }

    /**
     * Reads the field. Empty where it is to be ignored: of another unit, malformed, too many parts, or parts that overlap, which cost
     * more than the whole (RFC 9110 section 14.2, section 17.15).
     */
    public static Optional<ByteRanges> parse(String value, long whole) {
        if (value.length() > LONGEST || !value.regionMatches(true, 0, "bytes=", 0, 6)) {
            return Optional.empty();
        }
        List<Range> found = new ArrayList<>();
        String[] parts = value.substring(6).split(",", -1);
        int seen = 0;
        for (String part : parts) {
            String text = part.strip();
            if (text.isEmpty()) {
                continue; // empty elements of a list do not count, RFC 9110 section 5.6.1.2
            }
            if (++seen > MOST || !add(text, whole, found)) {
                return Optional.empty();
            }
        }
        return seen == 0 || overlap(found) ? Optional.empty() : Optional.of(new ByteRanges(found));
    }

    /** Adds the part where the body has some of it; false where the text is malformed. */
    private static boolean add(String text, long whole, List<Range> found) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return false;
        }
        long first = number(text.substring(0, dash));
        long last = number(text.substring(dash + 1));
        if (first == BAD || last == BAD || (first == NONE && last == NONE)) {
            return false;
        }
        if (first == NONE) {
            long length = Math.min(last, whole);
            if (length > 0) {
                found.add(new Range(whole - length, length));
            }
            return true;
        }
        if (last != NONE && last < first) {
            return false;
        }
        if (first < whole) {
            long end = last == NONE ? whole - 1 : Math.min(last, whole - 1);
            found.add(new Range(first, end - first + 1));
        }
        return true;
    }

    private static final long NONE = -1;
    private static final long BAD = -2;

    private static long number(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return BAD;
        }
        return text.length() > 18 ? Long.MAX_VALUE / 2 : Long.parseLong(text);
    }

    private static boolean overlap(List<Range> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) {
                Range a = ranges.get(i);
                Range b = ranges.get(j);
                if (a.from() < b.from() + b.length() && b.from() < a.from() + a.length()) {
                    return true;
                }
            }
        }
        return false;
    }
}
