package dev.sekisho.dataplane.router;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Texts that paths start with, in a list for each host. They are found by hash, length by length, so that a look-up costs
 * the length of the path and the number of different lengths, not of texts. Each text knows the longest shorter one that
 * it starts with itself, which are all others that the path starts with.
 *
 * <p>Changed by one thread while it is built, and only read, by any thread, once it is published.
 */
final class StartTable {

    private static final int HEAD = KeyTable.DATA; // candidates
    private static final int SHORTER = KeyTable.DATA + 1;
    private static final long FACTOR = 0x9E3779B97F4A7C15L; // odd, with well mixed bits

    private final KeyTable table;
    private final long seed;
    private int lists;
    private int[][] lengths = {}; // by list, ascending

    StartTable() {
        this(new KeyTable(8), new SplittableRandom().nextLong());
    }

    private StartTable(KeyTable table, long seed) {
        this.table = table;
        this.seed = seed;
    }

    /** The same texts, to be changed. */
    StartTable copy() {
        StartTable copy = new StartTable(table.copy(), seed);
        copy.lists = lists;
        return copy;
    }

    /** Makes a list; the result is its number, from 1 on. */
    int list() {
        return ++lists;
    }

    /** The entry of a text in a list, made where there is none. */
    int intern(int list, byte[] bytes, int length) {
        long hash = seed;
        for (int i = 0; i < length; i++) {
            hash = roll(hash, bytes[i]);
        }
        return table.intern(list, fold(hash), bytes, 0, length);
    }

    private static long roll(long hash, byte next) {
        return (hash ^ next) * FACTOR;
    }

    private static int fold(long hash) {
        return (int) (hash ^ hash >>> 32);
    }

    /** Head of the candidates of an entry. */
    int head(int entry) {
        return table.entries()[entry * KeyTable.STRIDE + HEAD];
    }

    /** Sets the head of the candidates of an entry. */
    void head(int entry, int head) {
        table.entries()[entry * KeyTable.STRIDE + HEAD] = head;
    }

    /** Length of the text of an entry. */
    int length(int entry) {
        return table.textLength(entry);
    }

    /** The next shorter text that the path starts with, or 0. */
    int shorter(int entry) {
        return table.entries()[entry * KeyTable.STRIDE + SHORTER];
    }

    /** The longest text of the list that the range starts with and that has candidates, or 0. */
    int longest(int list, byte[] bytes, int start, int end) {
        long hash = seed;
        int at = start;
        int found = 0;
        for (int length : lengths[list]) {
            int stop = start + length;
            if (stop > end) {
                return found;
            }
            while (at < stop) {
                hash = roll(hash, bytes[at++]);
            }
            int entry = table.find(list, fold(hash), bytes, start, stop);
            found = entry != 0 && head(entry) != 0 ? entry : found;
        }
        return found;
    }

    /** Ends building. */
    void finish() {
        table.trim();
        BitSet[] seen = new BitSet[lists + 1];
        Arrays.setAll(seen, list -> new BitSet());
        for (int entry = 1; entry < table.count(); entry++) {
            if (head(entry) != 0) {
                seen[list(entry)].set(length(entry));
            }
        }
        lengths = Arrays.stream(seen).map(one -> one.stream().toArray()).toArray(int[][]::new);
        for (int entry = 1; entry < table.count(); entry++) {
            int start = table.textStart(entry);
            int shorter = longest(list(entry), table.text(), start, start + length(entry) - 1);
            table.entries()[entry * KeyTable.STRIDE + SHORTER] = shorter;
        }
    }

    private int list(int entry) {
        return table.entries()[entry * KeyTable.STRIDE + KeyTable.PARENT];
    }
}
