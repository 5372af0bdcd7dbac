package dev.sekisho.policy.ip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranges of unsigned numbers of 128 bits. Those that overlap or touch are made one when it is built, so that a binary search
 * finds the only one that may hold a number. Immutable, thread-safe; looking allocates nothing.
 */
final class AddressRanges {

    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

    /** From the first number to the last one, both included; each its upper and its lower 64 bits. */
    record Range(long firstHigh, long firstLow, long lastHigh, long lastLow) {

        /** Whether the other one, which does not begin earlier, overlaps this one or follows it without a gap. */
        private boolean reaches(Range next) {
            boolean follows = lastLow == -1
                    ? next.firstLow == 0 && next.firstHigh == lastHigh + 1 && lastHigh != -1
                    : next.firstHigh == lastHigh && next.firstLow == lastLow + 1;
            return follows || compare(next.firstHigh, next.firstLow, lastHigh, lastLow) <= 0;
        }

        private Range with(Range next) {
            return compare(next.lastHigh, next.lastLow, lastHigh, lastLow) <= 0
                    ? this
                    : new Range(firstHigh, firstLow, next.lastHigh, next.lastLow);
        }
    }

    private AddressRanges(List<Range> ranges) {
        firstHigh = ranges.stream().mapToLong(Range::firstHigh).toArray();
        firstLow = ranges.stream().mapToLong(Range::firstLow).toArray();
        lastHigh = ranges.stream().mapToLong(Range::lastHigh).toArray();
        lastLow = ranges.stream().mapToLong(Range::lastLow).toArray();
    }

    /** What any of the ranges holds. */
    static AddressRanges of(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        Comparator<Range> order = (a, b) -> compare(a.firstHigh, a.firstLow, b.firstHigh, b.firstLow);
        sorted.sort(order);
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).reaches(range)) {
                merged.set(last, merged.get(last).with(range));
            } else {
                merged.add(range);
            }
        }
        return new AddressRanges(merged);
    }

    /** Whether a range holds that number. */
    boolean contains(long high, long low) {
        int from = 0;
        int to = firstHigh.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (compare(high, low, firstHigh[middle], firstLow[middle]) < 0) {
                to = middle - 1;
            } else if (compare(high, low, lastHigh[middle], lastLow[middle]) > 0) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** How many ranges are left. */
    int size() {
        return firstHigh.length;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int upper = Long.compareUnsigned(high, otherHigh);
        return upper != 0 ? upper : Long.compareUnsigned(low, otherLow);
    }
}
