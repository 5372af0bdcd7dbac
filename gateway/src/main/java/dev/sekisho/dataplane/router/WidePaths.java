package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;

/**
 * The look-up where ranks count, or a host has starts of paths: walks all patterns of the host that fit the path and keeps
 * the candidate of the highest rank, of several the one whose pattern goes first. Lists hold their highest rank at the head,
 * so those that cannot win are left after one comparison. Each node of a trie is met at most once in each of the two turns.
 *
 * <p>Immutable, thread-safe; allocates nothing but for a regular expression.
 */
final class WidePaths {

    private static final int SURE = Integer.MAX_VALUE; // length of a match that no prefix of the same rank goes before

    private final KeyTable nodes;
    private final StartTable starts;
    private final Candidates candidates;

    WidePaths(PathTable paths, StartTable starts, Candidates candidates) {
        this.nodes = paths.table();
        this.starts = starts;
        this.candidates = candidates;
    }

    /**
     * The better one of a candidate found before and those of exact paths, templates, prefixes and starts.
     *
     * @param root of the host's trie, or 0
     * @param list of the host's starts, or 0
     * @param before the candidate of a host that goes before this one, or 0 for none
     */
    int find(int root, int list, Exchange x, int before) {
        RequestHead request = x.request();
        int start = request.pathStart();
        int end = request.pathEnd();
        byte[] bytes = request.headers().bytes();
        boolean path = start < end && bytes[start] == '/';
        int best = root != 0 && path ? full(root, start, end, bytes, x, before) : before;
        if (candidates.isTop(best)) {
            return best;
        }
        long found = state(SURE, best);
        if (root != 0) {
            found = prefixes(root, path ? start : end, end, bytes, x, found);
        }
        if (list != 0) {
            found = starts(list, start, end, bytes, x, found);
        }
        return candidate(found);
    }

    /** The length that the pattern of a candidate has matched, and the candidate. */
    private static long state(int length, int candidate) {
        return (long) length << 32 | candidate;
    }

    private static int candidate(long state) {
        return (int) state;
    }

    private int field(int node, int field) {
        return nodes.entries()[node * KeyTable.STRIDE + field];
    }

    private int literal(int node, long scan, byte[] bytes, int at) {
        return field(node, PathTable.EDGES) == 0 ? 0 : nodes.find(node, (int) scan, bytes, at + 1, (int) (scan >>> 32));
    }

    /** The better one of what was found and the full paths below the node. */
    private int full(int node, int at, int end, byte[] bytes, Exchange x, int best) {
        if (at == end) {
            return candidates.better(field(node, PathTable.FULL), x, best, false);
        }
        int found = best;
        long scan = nodes.scan(bytes, at + 1, end);
        int segmentEnd = (int) (scan >>> 32);
        int child = literal(node, scan, bytes, at);
        if (child != 0) {
            found = full(child, segmentEnd, end, bytes, x, found);
        }
        int variable = field(node, PathTable.VARIABLE);
        return variable == 0 || segmentEnd == at + 1 || candidates.isTop(found)
                ? found
                : full(variable, segmentEnd, end, bytes, x, found);
    }

    /** The better one of what was found and the prefixes from the node on, the long ones first. */
    private long prefixes(int node, int at, int end, byte[] bytes, Exchange x, long before) {
        long found = before;
        if (at < end) {
            long scan = nodes.scan(bytes, at + 1, end);
            int segmentEnd = (int) (scan >>> 32);
            int child = literal(node, scan, bytes, at);
            if (child != 0) {
                found = prefixes(child, segmentEnd, end, bytes, x, found);
            }
            int variable = field(node, PathTable.VARIABLE);
            if (variable != 0 && segmentEnd > at + 1) {
                found = prefixes(variable, segmentEnd, end, bytes, x, found);
            }
        }
        int head = field(node, PathTable.PREFIX);
        return head == 0 ? found : longer(head, at, x, found);
    }

    private long starts(int list, int start, int end, byte[] bytes, Exchange x, long before) {
        long found = before;
        int entry = starts.longest(list, bytes, start, end);
        while (entry != 0) {
            found = longer(starts.head(entry), start + starts.length(entry), x, found);
            entry = starts.shorter(entry);
        }
        return found;
    }

    /** The better one of what was found and the list of a pattern that has matched the path up to there. */
    private long longer(int head, int matchedEnd, Exchange x, long found) {
        int best = candidate(found);
        int better = candidates.better(head, x, best, matchedEnd > (int) (found >>> 32));
        return better == best ? found : state(matchedEnd, better);
    }
}
