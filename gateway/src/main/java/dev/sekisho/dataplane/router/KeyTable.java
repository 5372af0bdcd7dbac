package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Ascii;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A hash table from a number and a byte range to an entry of eight ints, all in a few flat arrays, so that a look-up
 * touches one slot, one entry and the text. Serves as the edges of a trie (number: the parent) and as a host table.
 *
 * <p>Open addressing, at most half full. Only configuration adds keys; a request can do no worse than walk the longest
 * run of slots that configuration made. The hash is seeded by chance, so that nobody can prepare such a run.
 *
 * <p>Changed by one thread while it is built, and only read, by any thread, once it is published.
 */
final class KeyTable {

    /** Ints of an entry. */
    static final int STRIDE = 8;
    /** Field of an entry: the number of its key. */
    static final int PARENT = 0;
    /** Field of an entry: the first that is free to use. */
    static final int DATA = 3;

    private static final int TEXT = 1;
    private static final int LENGTH = 2;
    private static final int RECENT = 256; // a power of two
    private static final int ROOM = 64; // entries that a copy can take without growing
    private static final long K0 = 0x9E3779B97F4A7C15L; // odd constants with well mixed bits
    private static final long K1 = 0xD6E8FEB86659FD93L;
    private static final long SLASHES = 0x2F2F2F2F2F2F2F2FL;
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private final long seed;
    private long[] slots; // hash in the upper half, entry in the lower, 0 where free
    private int[] entries;
    private byte[] text;
    private int textEnd;
    private final int[] recent; // entries whose text came up lately, by hash
    private int count = 1; // entry 0 stands for none

    KeyTable(int expected) {
        this(expected, new SplittableRandom().nextLong());
    }

    /** With a seed of the caller's choice, for tests. */
    KeyTable(int expected, long seed) {
        this.seed = seed;
        int size = Integer.highestOneBit(Math.max(8, Math.min(expected, 1 << 28)) * 2 - 1) * 2;
        this.slots = new long[size];
        this.entries = new int[(Math.max(8, expected) + 1) * STRIDE];
        this.text = new byte[Math.max(64, expected * 8)];
        this.recent = new int[RECENT];
    }

    private KeyTable(KeyTable like) {
        seed = like.seed;
        slots = like.slots.clone();
        entries = Arrays.copyOf(like.entries, (like.count + ROOM) * STRIDE);
        text = Arrays.copyOf(like.text, like.textEnd + ROOM * STRIDE);
        textEnd = like.textEnd;
        recent = like.recent.clone();
        count = like.count;
    }

    /** The same entries, to be added to. */
    KeyTable copy() {
        return new KeyTable(this);
    }

    /** The fields of all entries; those of entry e start at {@code e * STRIDE}. */
    int[] entries() {
        return entries;
    }

    /** The texts of all entries; that of one starts at {@link #textStart}. */
    byte[] text() {
        return text;
    }

    /** Where the text of an entry starts. */
    int textStart(int entry) {
        return entries[entry * STRIDE + TEXT];
    }

    /** Length of the text of an entry. */
    int textLength(int entry) {
        return entries[entry * STRIDE + LENGTH];
    }

    /** How many entries there are, entry 0 included. */
    int count() {
        return count;
    }

    /**
     * Reads up to a slash or the limit and hashes what it reads; the array must go on for 8 bytes behind the limit.
     *
     * @return where it stopped in the upper half, the hash in the lower
     */
    long scan(byte[] bytes, int start, int limit) {
        long hash = seed;
        int at = start;
        while (true) {
            long word = Ascii.word(bytes, at);
            long slash = word ^ SLASHES;
            long found = (slash - ONES) & ~slash & TOPS;
            int length = Math.min(Long.numberOfTrailingZeros(found) >>> 3, limit - at);
            if (length < 8) {
                word &= (1L << (length << 3)) - 1;
                hash = mix(hash ^ word, K0) + length;
                return (long) (at + length) << 32 | (mix(hash, K1) & 0xFFFFFFFFL);
            }
            hash = mix(hash ^ word, K0);
            at += 8;
        }
    }

    private static long mix(long value, long by) {
        return value * by ^ Math.unsignedMultiplyHigh(value, by);
    }

    private static int slotHash(int parent, int hash) {
        long mixed = (hash ^ (long) parent << 32) * K0;
        return (int) (mixed >>> 32) ^ (int) (mixed >>> 15);
    }

    /** The entry of that number and range, whose hash {@link #scan} gave; 0 where there is none. */
    int find(int parent, int hash, byte[] bytes, int start, int end) {
        long[] table = slots;
        int mask = table.length - 1;
        int tag = slotHash(parent, hash);
        for (int i = tag & mask; ; i = (i + 1) & mask) {
            long slot = table[i];
            if (slot == 0 || ((int) (slot >>> 32) == tag && is((int) slot, parent, bytes, start, end))) {
                return (int) slot;
            }
        }
    }

    private boolean is(int entry, int parent, byte[] bytes, int start, int end) {
        int at = entry * STRIDE;
        int from = entries[at + TEXT];
        int length = entries[at + LENGTH];
        return entries[at + PARENT] == parent
                && length == end - start
                && Arrays.equals(bytes, start, end, text, from, from + length);
    }

    /** The entry of that number and range, made where there is none; the range may hold no slash. */
    int intern(int parent, byte[] bytes, int start, int end) {
        return intern(parent, (int) scan(bytes, start, end), bytes, start, end);
    }

    /** The same with a hash of the caller's making, by which alone it is found again. */
    int intern(int parent, int hash, byte[] bytes, int start, int end) {
        int found = find(parent, hash, bytes, start, end);
        if (found != 0) {
            return found;
        }
        int entry = add(parent);
        entries[entry * STRIDE + TEXT] = textOf(hash, bytes, start, end);
        entries[entry * STRIDE + LENGTH] = end - start;
        recent[hash & RECENT - 1] = entry;
        if (count * 2 > slots.length) {
            grow();
        }
        place(slots, (long) slotHash(parent, hash) << 32 | entry);
        return entry;
    }

    /** Where the text stands. Words such as "orders" below many nodes are kept once, so that they stay in the cache. */
    private int textOf(int hash, byte[] bytes, int start, int end) {
        int like = recent[hash & RECENT - 1] * STRIDE;
        int from = entries[like + TEXT];
        int length = end - start;
        if (entries[like + LENGTH] == length && Arrays.equals(bytes, start, end, text, from, from + length)) {
            return from;
        }
        if (textEnd + length > text.length) {
            text = Arrays.copyOf(text, Math.max(text.length * 2, textEnd + length));
        }
        System.arraycopy(bytes, start, text, textEnd, length);
        textEnd += length;
        return textEnd - length;
    }

    /** Makes an entry that {@link #find} does not find. */
    int add(int parent) {
        if ((count + 1) * STRIDE > entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        entries[count * STRIDE + PARENT] = parent;
        return count++;
    }

    private void grow() {
        long[] next = new long[slots.length * 2];
        for (long slot : slots) {
            if (slot != 0) {
                place(next, slot);
            }
        }
        slots = next;
    }

    private static void place(long[] into, long slot) {
        int mask = into.length - 1;
        int i = (int) (slot >>> 32) & mask;
        while (into[i] != 0) {
            i = (i + 1) & mask;
        }
        into[i] = slot;
    }

    /** Gives back what was reserved and not needed, where it is much; building is over. */
    void trim() {
        if (entries.length > (count + ROOM) * STRIDE) {
            entries = Arrays.copyOf(entries, count * STRIDE);
        }
        if (text.length > textEnd + ROOM * STRIDE) {
            text = Arrays.copyOf(text, textEnd);
        }
    }

    /** The most slots that a look-up may read, for tests. */
    int longestRun() {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < slots.length * 2; i++) {
            run = slots[i & (slots.length - 1)] == 0 ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest + 1;
    }
}
