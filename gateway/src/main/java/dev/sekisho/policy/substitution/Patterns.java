package dev.sekisho.policy.substitution;

import dev.sekisho.dataplane.Ascii;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the leftmost of several texts, and of those at one place the first of the list.
 *
 * <p>The byte that stands where the shortest text would end tells how far the search may move without missing the beginning of any
 * (Horspool, "Practical fast searching in strings", 1980, for several texts at once as in Wu and Manber, "A fast algorithm for
 * multi-pattern searching", 1994), so most bytes are never looked at. Immutable, thread-safe; allocates nothing.
 */
final class Patterns {

    /** Most texts; each is a bit of a long. */
    static final int MOST = Long.SIZE;

    private static final int NONE = -1;
    private static final int UNDECIDED = -2;

    private final Pattern[] patterns;
    private final int shortest;
    private final int longest;
    private final int[] shift = new int[256];

    /**
     * A text to find.
     *
     * @param text in lower case where case does not count; not to be changed
     * @param anyCase whether case does not count
     * @param once whether only the first one of a body counts
     */
    record Pattern(byte[] text, boolean anyCase, boolean once) {

        static Pattern of(byte[] text, boolean anyCase, boolean once) {
            byte[] own = text.clone();
            for (int i = 0; anyCase && i < own.length; i++) {
                own[i] = Ascii.lower(own[i]);
            }
            return new Pattern(own, anyCase, once);
        }

        /** Whether the text begins with these bytes. */
        boolean beginsWith(byte[] bytes, int at, int length) {
            for (int i = 0; i < length; i++) {
                byte b = anyCase ? Ascii.lower(bytes[at + i]) : bytes[at + i];
                if (b != text[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    Patterns(List<Pattern> patterns) {
        this.patterns = patterns.toArray(Pattern[]::new);
        this.shortest = patterns.stream().mapToInt(p -> p.text().length).min().orElseThrow();
        this.longest = patterns.stream().mapToInt(p -> p.text().length).max().orElseThrow();
        Arrays.fill(shift, shortest);
        for (Pattern pattern : patterns) {
            for (int i = 0; i < shortest; i++) {
                lessen(pattern.text()[i], shortest - 1 - i, pattern.anyCase());
            }
        }
    }

    private void lessen(byte b, int distance, boolean anyCase) {
        shift[b & 0xFF] = Math.min(shift[b & 0xFF], distance);
        if (anyCase && b >= 'a' && b <= 'z') {
            shift[b - 32] = Math.min(shift[b - 32], distance);
        }
    }

    /** Length of the longest, bytes: fewer are ever undecided. */
    int longest() {
        return longest;
    }

    /** How many there are. */
    int count() {
        return patterns.length;
    }

    /** All of them, as bits. */
    long all() {
        return -1L >>> Long.SIZE - patterns.length;
    }

    Pattern get(int index) {
        return patterns[index];
    }

    /**
     * The first match from a place on.
     *
     * @param active which texts are looked for, as bits
     * @param whole whether nothing follows behind the end
     * @return the match, for {@link #index} and {@link #start}; where there is none, the index is negative, and from the start on a match
     *     may begin that later bytes decide
     */
    long find(byte[] bytes, int from, int end, long active, boolean whole) {
        int at = from;
        int window = shortest - 1;
        while (at + window < end) {
            int skip = shift[bytes[at + window] & 0xFF];
            if (skip > 0) {
                at += skip;
                continue;
            }
            int found = at(bytes, at, end, active, whole);
            if (found != NONE) {
                return result(at, found);
            }
            at++;
        }
        while (!whole && at < end && at(bytes, at, end, active, false) == NONE) {
            at++;
        }
        return result(whole ? end : at, NONE);
    }

    private int at(byte[] bytes, int at, int end, long active, boolean whole) {
        for (int i = 0; i < patterns.length; i++) {
            Pattern pattern = patterns[i];
            int length = Math.min(pattern.text().length, end - at);
            boolean cut = length < pattern.text().length;
            if ((active >>> i & 1) != 0 && !(cut && whole) && pattern.beginsWith(bytes, at, length)) {
                return cut ? UNDECIDED : i;
            }
        }
        return NONE;
    }

    private static long result(int start, int index) {
        return (long) start << Integer.SIZE | index & 0xFFFFFFFFL;
    }

    /** Where a match starts, or what is undecided. */
    static int start(long result) {
        return (int) (result >>> Integer.SIZE);
    }

    /** Which text; negative for none. */
    static int index(long result) {
        return (int) result;
    }
}
