package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.model.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Host names, wildcards and regular expressions, each with the root of its paths, its starts of paths and its routes without
 * path. Entry {@link #ANY} holds what answers to any host.
 *
 * <p>Changed by one thread while it is built, and only read, by any thread, once it is published.
 */
final class HostTable {

    /** The entry for routes that name no host. */
    static final int ANY = 1;

    private static final int EXACT_KEY = 0;
    private static final int WILDCARD_KEY = 1;
    private static final int TRAILING_KEY = 2;
    private static final int NO_KEY = -1;
    private static final int ROOT = KeyTable.DATA;
    private static final int PATHLESS = KeyTable.DATA + 1;
    private static final int REGEXES = KeyTable.DATA + 2;
    private static final int STARTS = KeyTable.DATA + 3;

    private record Expression(String text, Pattern pattern, int entry) {}

    private final KeyTable table;
    private int longestWildcard; // bytes, leading dot included
    private int shortestWildcard = Integer.MAX_VALUE;
    private int longestTrailing; // bytes, final dot included
    private final Map<String, Expression> expressions;
    private Expression[] ordered = {}; // as they stand in the file

    HostTable(int expected) {
        table = new KeyTable(expected);
        table.add(NO_KEY);
        expressions = new HashMap<>();
    }

    private HostTable(HostTable like) {
        table = like.table.copy();
        longestWildcard = like.longestWildcard;
        shortestWildcard = like.shortestWildcard;
        longestTrailing = like.longestTrailing;
        expressions = new HashMap<>(like.expressions);
    }

    /** The same entries, to be changed. */
    HostTable copy() {
        return new HostTable(this);
    }

    /**
     * The entry of a pattern, whatever its port, made where there is none.
     *
     * @throws com.google.re2j.PatternSyntaxException where it is a regular expression that is none
     */
    int intern(HostPattern pattern) {
        int length = pattern.name().length();
        byte[] padded = new byte[length + 8];
        System.arraycopy(Ascii.bytes(pattern.name()), 0, padded, 0, length);
        return switch (pattern.kind()) {
            case EXACT -> table.intern(EXACT_KEY, padded, 0, length);
            case LEADING -> {
                longestWildcard = Math.max(longestWildcard, length);
                shortestWildcard = Math.min(shortestWildcard, length);
                yield table.intern(WILDCARD_KEY, padded, 0, length);
            }
            case TRAILING -> {
                longestTrailing = Math.max(longestTrailing, length);
                yield table.intern(TRAILING_KEY, padded, 0, length);
            }
            case REGEX ->
                expressions.computeIfAbsent(
                                pattern.name(), text -> new Expression(text, Pattern.compile(text), table.add(NO_KEY)))
                        .entry;
        };
    }

    /** Ends building; the expressions get the order in which these routes name them first, and those that none names go. */
    void finish(List<RouteEntry> entries) {
        table.trim();
        if (expressions.isEmpty()) {
            return;
        }
        Set<String> named = new LinkedHashSet<>();
        for (RouteEntry entry : entries) {
            if (!entry.match().internal()) {
                entry.match().host().stream()
                        .filter(host -> host.kind() == HostPattern.Kind.REGEX)
                        .forEach(host -> named.add(host.name()));
            }
        }
        List<Expression> found = new ArrayList<>();
        for (String text : named) {
            Expression known = expressions.get(text);
            if (known != null) {
                found.add(known);
            }
        }
        ordered = found.toArray(Expression[]::new);
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

    /** Whether there are patterns beside exact hosts and leading wildcards. */
    boolean hasFurther() {
        return longestTrailing > 0 || ordered.length > 0;
    }

    /** Where the longest beginning ends that some trailing wildcard may be: a dot with something behind it, or a place before the start. */
    int lastDot(byte[] bytes, int start, int end) {
        return previousDot(bytes, start, Math.min(end - 1, start + longestTrailing));
    }

    /** Where the next shorter such beginning ends. */
    int previousDot(byte[] bytes, int start, int dot) {
        int at = dot - 1;
        while (at >= start && bytes[at] != '.') {
            at--;
        }
        return at;
    }

    /** The entry of the wildcard that stands for labels behind the dot, or 0. */
    int trailing(byte[] bytes, int start, int dot) {
        return find(TRAILING_KEY, bytes, start, dot + 1);
    }

    /** How many regular expressions there are. */
    int expressions() {
        return ordered.length;
    }

    /** The entry of the regular expression of that number where it finds something in the host, else 0. */
    int expression(int number, String host) {
        Expression one = ordered[number];
        return one.pattern.matcher(host).find() ? one.entry : 0;
    }

    /** The regular expressions in their order. */
    List<String> expressionTexts() {
        List<String> texts = new ArrayList<>();
        for (Expression one : ordered) {
            texts.add(one.text);
        }
        return texts;
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

    /** Number of the host's list of starts of paths, or 0. */
    int starts(int host) {
        return table.entries()[host * KeyTable.STRIDE + STARTS];
    }

    /** Sets the number of the host's list of starts of paths. */
    void starts(int host, int list) {
        table.entries()[host * KeyTable.STRIDE + STARTS] = list;
    }
}
