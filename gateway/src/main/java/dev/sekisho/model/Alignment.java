package dev.sekisho.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Which elements of a list are those of an earlier one, in the same order: what a small edit of a long list has left alone.
 * Found in one pass from both ends; between two edits, what is dropped or put in at one place is followed for some elements.
 * It need not be the longest possible alignment, and after many edits the rest counts as changed. Immutable, thread-safe.
 */
public final class Alignment {

    /** Elements that are looked ahead for the place where two lists agree again. */
    private static final int WINDOW = 32;

    /** Elements without a counterpart after which the search ends; each costs {@link #WINDOW} comparisons of its own. */
    private static final int MAX_CHANGES = 1_000;

    private static final int NONE = -1;

    private final int[] before;
    private int kept;

    private Alignment(int size) {
        before = new int[size];
        Arrays.fill(before, NONE);
    }

    /** Aligns two lists by what counts as the same. */
    public static <T> Alignment of(List<T> before, List<T> after, BiPredicate<? super T, ? super T> same) {
        Alignment alignment = new Alignment(after.size());
        int least = Math.min(before.size(), after.size());
        int front = 0;
        while (front < least && same.test(before.get(front), after.get(front))) {
            alignment.keep(front, front);
            front++;
        }
        int oldEnd = before.size();
        int newEnd = after.size();
        while (Math.min(oldEnd, newEnd) > front && same.test(before.get(oldEnd - 1), after.get(newEnd - 1))) {
            alignment.keep(--oldEnd, --newEnd);
        }
        alignment.between(before.subList(0, oldEnd), after.subList(0, newEnd), front, same);
        return alignment;
    }

    private void keep(int old, int now) {
        before[now] = old;
        kept++;
    }

    private <T> void between(List<T> old, List<T> now, int front, BiPredicate<? super T, ? super T> same) {
        int i = front;
        int j = front;
        int changes = 0;
        while (i < old.size() && j < now.size() && changes < MAX_CHANGES) {
            if (same.test(old.get(i), now.get(j))) {
                keep(i++, j++);
                continue;
            }
            int step = 1;
            while (step < WINDOW && !agree(old, i, now, j, step, same)) {
                step++;
            }
            boolean dropped = is(old, i + step, now, j, same);
            boolean added = !dropped && is(old, i, now, j + step, same);
            boolean either = step < WINDOW;
            i += !either ? 1 : added ? 0 : step;
            j += !either ? 1 : dropped ? 0 : step;
            changes += either ? step : 1;
        }
    }

    /** Whether the lists go on alike once so many elements are dropped, added or replaced. */
    private static <T> boolean agree(
            List<T> old, int i, List<T> now, int j, int step, BiPredicate<? super T, ? super T> same) {
        return is(old, i + step, now, j, same)
                || is(old, i, now, j + step, same)
                || is(old, i + step, now, j + step, same);
    }

    private static <T> boolean is(List<T> old, int i, List<T> now, int j, BiPredicate<? super T, ? super T> same) {
        return i < old.size() && j < now.size() && same.test(old.get(i), now.get(j));
    }

    /** Place in the earlier list of an element, -1 where it is new or changed. Grows with the element's place. */
    public int before(int place) {
        return before[place];
    }

    /** How many elements both lists have. */
    public int kept() {
        return kept;
    }

    /** How many elements have no counterpart in the earlier list. */
    public int added() {
        return before.length - kept;
    }
}
