package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;

/**
 * A trie of path segments for each host, all in one {@link KeyTable}: literal edges are keys, the edge of a variable is a
 * field of the node. Finds exact paths, then templates, then prefixes.
 *
 * <p>Going along literal edges first and along variables second meets the full paths in the order of docs/routing.md: the
 * exact one, then templates by their leftmost literal. Prefixes go by length, so they wait until the full paths are
 * through. A node is met at most once in each turn, as the way to it is given by the path's segments; a turn therefore
 * costs at most the number of nodes down to the depth of the path, and does not grow with the rest of the path. Below a
 * node without variables nothing branches, and the prefixes are reached by links, without a second turn.
 *
 * <p>Changed by one thread while it is built, and only read, by any thread, once it is published.
 */
final class PathTable {

    /** Segments of a pattern at most: the depths at which prefixes were met are bits of a long. */
    static final int MAX_SEGMENTS = 60;

    static final int VARIABLE = KeyTable.DATA; // child for any segment that is not empty
    static final int FULL = KeyTable.DATA + 1; // candidates whose path ends here
    static final int PREFIX = KeyTable.DATA + 2; // candidates for this path and all below
    private static final int UP = KeyTable.DATA + 3; // nearest node with prefix candidates, itself included
    static final int EDGES = KeyTable.DATA + 4; // number of literal edges

    private static final long MISS = Long.MIN_VALUE;

    private final KeyTable table;
    private final Candidates candidates;

    PathTable(int expected, Candidates candidates) {
        this(new KeyTable(expected), candidates);
    }

    private PathTable(KeyTable table, Candidates candidates) {
        this.table = table;
        this.candidates = candidates;
    }

    /** The same paths with candidates that differ in nothing but in what they are served by. */
    PathTable with(Candidates others) {
        return new PathTable(table, others);
    }

    /** The same paths, to be changed. */
    PathTable copy(Candidates others) {
        return new PathTable(table.copy(), others);
    }

    /** Makes a trie; the result is its root. */
    int root() {
        return table.add(0);
    }

    /** The node behind a literal segment, made where there is none. */
    int literal(int node, byte[] bytes, int start, int end) {
        int before = table.count();
        int child = table.intern(node, bytes, start, end);
        table.entries()[node * KeyTable.STRIDE + EDGES] += table.count() - before;
        return child;
    }

    /** The node behind a variable, made where there is none. */
    int variable(int node) {
        int child = table.entries()[node * KeyTable.STRIDE + VARIABLE];
        if (child == 0) {
            child = table.add(node);
            table.entries()[node * KeyTable.STRIDE + VARIABLE] = child;
        }
        return child;
    }

    /** Head of the candidates at a node. */
    int head(int node, boolean prefix) {
        return table.entries()[node * KeyTable.STRIDE + (prefix ? PREFIX : FULL)];
    }

    /** Sets the head of the candidates at a node. */
    void head(int node, boolean prefix, int head) {
        table.entries()[node * KeyTable.STRIDE + (prefix ? PREFIX : FULL)] = head;
    }

    /** Ends building. */
    void finish() {
        table.trim();
        int[] nodes = table.entries();
        int end = table.count() * KeyTable.STRIDE;
        for (int at = KeyTable.STRIDE; at < end; at += KeyTable.STRIDE) {
            int parent = nodes[at + KeyTable.PARENT] * KeyTable.STRIDE; // made before its children
            nodes[at + UP] = nodes[at + PREFIX] != 0 ? at / KeyTable.STRIDE : nodes[parent + UP];
        }
    }

    /** The best candidate below the root for the request's path, or 0. */
    int find(int root, Exchange x) {
        RequestHead request = x.request();
        byte[] bytes = request.headers().bytes();
        int at = request.pathStart();
        int end = request.pathEnd();
        int[] nodes = table.entries();
        int node = root;
        if (at == end || bytes[at] != '/') {
            return up(node, x); // OPTIONS *
        }
        int depth = 0;
        while (at < end && nodes[node * KeyTable.STRIDE + VARIABLE] == 0) {
            if (nodes[node * KeyTable.STRIDE + EDGES] == 0) {
                return up(node, x);
            }
            long scan = table.scan(bytes, at + 1, end);
            int segmentEnd = (int) (scan >>> 32);
            int child = table.find(node, (int) scan, bytes, at + 1, segmentEnd);
            if (child == 0) {
                return up(node, x);
            }
            node = child;
            at = segmentEnd;
            depth++;
        }
        int found =
                at < end ? branching(node, at, depth, x) : candidates.first(nodes[node * KeyTable.STRIDE + FULL], x);
        return found != 0 ? found : up(node, x);
    }

    /** The best candidate among the prefixes on the way from the node to the root, or 0. */
    private int up(int from, Exchange x) {
        int[] nodes = table.entries();
        int node = nodes[from * KeyTable.STRIDE + UP];
        while (node != 0) {
            int found = candidates.first(nodes[node * KeyTable.STRIDE + PREFIX], x);
            if (found != 0) {
                return found;
            }
            int parent = nodes[node * KeyTable.STRIDE + KeyTable.PARENT];
            node = nodes[parent * KeyTable.STRIDE + UP];
        }
        return 0;
    }

    /** The best candidate truly below the node, where ways may branch, or 0. */
    private int branching(int node, int at, int depth, Exchange x) {
        RequestHead request = x.request();
        byte[] bytes = request.headers().bytes();
        long found = full(node, at, request.pathEnd(), depth, bytes, x);
        if (found >= 0) {
            return (int) found;
        }
        long depths = found & ~MISS & -1L << depth + 1;
        while (depths != 0) {
            int deepest = 63 - Long.numberOfLeadingZeros(depths);
            int prefix = prefix(node, at, request.pathEnd(), deepest - depth, bytes, x);
            if (prefix != 0) {
                return prefix;
            }
            depths &= ~(1L << deepest);
        }
        return 0;
    }

    /** The best candidate for the full path below the node, or {@link #MISS} and the depths that have prefixes. */
    private long full(int node, int at, int end, int depth, byte[] bytes, Exchange x) {
        int fields = node * KeyTable.STRIDE;
        int[] nodes = table.entries();
        long seen = MISS;
        if (nodes[fields + PREFIX] != 0) {
            seen |= 1L << depth;
        }
        if (at == end) {
            int found = candidates.first(nodes[fields + FULL], x);
            return found != 0 ? found : seen;
        }
        long scan = table.scan(bytes, at + 1, end);
        int segmentEnd = (int) (scan >>> 32);
        int child = literal(node, scan, bytes, at);
        if (child != 0) {
            long found = full(child, segmentEnd, end, depth + 1, bytes, x);
            if (found >= 0) {
                return found;
            }
            seen |= found;
        }
        child = nodes[fields + VARIABLE];
        if (child != 0 && segmentEnd > at + 1) {
            long found = full(child, segmentEnd, end, depth + 1, bytes, x);
            return found >= 0 ? found : seen | found;
        }
        return seen;
    }

    private int literal(int node, long scan, byte[] bytes, int at) {
        return table.entries()[node * KeyTable.STRIDE + EDGES] == 0
                ? 0
                : table.find(node, (int) scan, bytes, at + 1, (int) (scan >>> 32));
    }

    /** The best candidate among the prefixes so many levels below the node, or 0. */
    private int prefix(int node, int at, int end, int levels, byte[] bytes, Exchange x) {
        int[] nodes = table.entries();
        if (levels == 0) {
            return candidates.first(nodes[node * KeyTable.STRIDE + PREFIX], x);
        }
        if (at == end) {
            return 0;
        }
        long scan = table.scan(bytes, at + 1, end);
        int segmentEnd = (int) (scan >>> 32);
        int child = literal(node, scan, bytes, at);
        int found = child == 0 ? 0 : prefix(child, segmentEnd, end, levels - 1, bytes, x);
        int variable = nodes[node * KeyTable.STRIDE + VARIABLE];
        return found != 0 || variable == 0 || segmentEnd == at + 1
                ? found
                : prefix(variable, segmentEnd, end, levels - 1, bytes, x);
    }

    /** The nodes. */
    KeyTable table() {
        return table;
    }

    /** How many nodes there are, for tests. */
    int nodes() {
        return table.count() - 1;
    }
}
