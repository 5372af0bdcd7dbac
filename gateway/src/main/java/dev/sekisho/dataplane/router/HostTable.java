package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.model.HostPattern;

/**
 * Host names and wildcards, each with the root of its paths and its routes without path. Entry {@link #ANY} holds what
 * answers to any host.
 *
 * <p>Changed by one thread while it is built, and only read, by any thread, once it is published.
 */
final class HostTable {

    /** The entry for routes that name no host. */
    static final int ANY = 1;

    private static final int EXACT_KEY = 0;
    private static final int WILDCARD_KEY = 1;
    private static final int ROOT = KeyTable.DATA;
    private static final int PATHLESS = KeyTable.DATA + 1;
    private static final int REGEXES = KeyTable.DATA + 2;

    private final KeyTable table;
    private int longestWildcard; // bytes, leading dot included
    private int shortestWildcard = Integer.MAX_VALUE;

    HostTable(int expected) {
        table = new KeyTable(expected);
        table.add(-1);
    }

    private HostTable(HostTable like) {
        table = like.table.copy();
        longestWildcard = like.longestWildcard;
        shortestWildcard = like.shortestWildcard;
    }

    /** The same entries, to be changed. */
    HostTable copy() {
        return new HostTable(this);
    }

    /** The entry of a pattern, made where there is none. */
    int intern(HostPattern pattern) {
        int length = pattern.name().length();
        byte[] padded = new byte[length + 8];
        System.arraycopy(Ascii.bytes(pattern.name()), 0, padded, 0, length);
        if (!pattern.wildcard()) {
            return table.intern(EXACT_KEY, padded, 0, length);
        }
        longestWildcard = Math.max(longestWildcard, length);
        shortestWildcard = Math.min(shortestWildcard, length);
        return table.intern(WILDCARD_KEY, padded, 0, length);
    }

    /** Ends building. */
    void finish() {
        table.trim();
    }

    /** The entry of an exact host, or 0. */
    int exact(byte[] bytes, int start, int end) {
        return find(EXACT_KEY, bytes, start, end);
    }

    private int find(int key, byte[] bytes, int start, int end) {
        long scan = table.scan(bytes, start, end);
        return (int) (scan >>> 32) == end ? table.find(key, (int) scan, bytes, start, end) : 0;
    }

    /** Where the longest suffix starts that some wildcard may be: a dot, or the end. */
    int firstDot(byte[] bytes, int start, int end) {
        return dot(bytes, Math.max(start + 1, end - longestWildcard), end);
    }

    /** Where the next shorter such suffix starts. */
    int nextDot(byte[] bytes, int dot, int end) {
        return dot(bytes, dot + 1, end);
    }

    private int dot(byte[] bytes, int from, int end) {
        for (int i = from; i <= end - shortestWildcard; i++) {
            if (bytes[i] == '.') {
                return i;
            }
        }
        return end;
    }

    /** The entry of the wildcard that stands for labels before the dot, or 0. */
    int wildcard(byte[] bytes, int dot, int end) {
        return find(WILDCARD_KEY, bytes, dot, end);
    }

    /** Number of entries, entry 0 included. */
    int count() {
        return table.count();
    }

    /** Root of the host's paths, or 0. */
    int root(int host) {
        return table.entries()[host * KeyTable.STRIDE + ROOT];
    }

    /** Sets the root of the host's paths. */
    void root(int host, int root) {
        table.entries()[host * KeyTable.STRIDE + ROOT] = root;
    }

    /** Head of the candidates without path, or 0. */
    int pathless(int host) {
        return table.entries()[host * KeyTable.STRIDE + PATHLESS];
    }

    /** Sets the head of the candidates without path. */
    void pathless(int host, int head) {
        table.entries()[host * KeyTable.STRIDE + PATHLESS] = head;
    }

    /** Number of the host's list of regular expressions, or 0. */
    int regexes(int host) {
        return table.entries()[host * KeyTable.STRIDE + REGEXES];
    }

    /** Sets the number of the host's list of regular expressions. */
    void regexes(int host, int list) {
        table.entries()[host * KeyTable.STRIDE + REGEXES] = list;
    }
}
