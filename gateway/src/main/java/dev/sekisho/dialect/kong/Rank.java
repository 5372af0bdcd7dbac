package dev.sekisho.dialect.kong;

import java.util.List;

/**
 * How far ahead of others a route of Kong's router stands, by the rules of its documentation (traditional router, priority matching
 * system), each used only where those before it leave it open: the number of kinds of conditions (methods, hosts, headers, paths,
 * SNIs); only hosts without wildcard; the number of headers; a path by regular expression, by its {@code regex_priority}; the length of
 * a plain path. Among equal ones Kong goes by time of creation, which files do not tell; here the route's own match decides, then its place.
 *
 * <p>Routes with an {@code expression} have the number that they are given, and stand behind all others.
 *
 * @param value compared as an unsigned number
 */
record Rank(long value) implements Comparable<Rank> {

    private static final int CATEGORIES_AT = 61; // the first bit of each part
    private static final int PLAIN_HOSTS_AT = 60;
    private static final int HEADERS_AT = 52;
    private static final int REGEX_AT = 51;
    private static final int REGEX_PRIORITY_AT = 19;
    private static final int MAX_HEADERS = 255;
    private static final int MAX_LENGTH = (1 << REGEX_PRIORITY_AT) - 1;

    /** The rank of a route with these conditions. */
    static Rank of(Conditions conditions) {
        long value = (long) conditions.kinds() << CATEGORIES_AT
                | (conditions.plainHosts() ? 1L << PLAIN_HOSTS_AT : 0)
                | (long) Math.min(conditions.headers(), MAX_HEADERS) << HEADERS_AT;
        if (conditions.regex()) {
            long priority = conditions.regexPriority() - (long) Integer.MIN_VALUE; // above 0, in the same order
            return new Rank(value | 1L << REGEX_AT | (priority & 0xFFFF_FFFFL) << REGEX_PRIORITY_AT);
        }
        return new Rank(value | Math.min(conditions.length(), MAX_LENGTH));
    }

    /** The rank of a route with an expression. */
    static Rank ofExpression(long priority) {
        return new Rank(priority);
    }

    /**
     * What counts.
     *
     * @param kinds how many of methods, hosts, headers, paths and SNIs are given
     * @param plainHosts whether there are hosts, and none with a wildcard
     * @param headers number of headers
     * @param regex whether its path is a regular expression
     * @param regexPriority that of a regular expression
     * @param length that of a plain path
     */
    record Conditions(int kinds, boolean plainHosts, int headers, boolean regex, int regexPriority, int length) {}

    @Override
    public int compareTo(Rank other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Ranks of the model for these: the lowest is 0, and equal ones are equal. */
    static List<Integer> dense(List<Rank> ranks) {
        List<Rank> sorted = ranks.stream().distinct().sorted().toList();
        java.util.Map<Rank, Integer> places = new java.util.HashMap<>();
        sorted.forEach(rank -> places.put(rank, places.size()));
        return ranks.stream().map(places::get).toList();
    }
}
