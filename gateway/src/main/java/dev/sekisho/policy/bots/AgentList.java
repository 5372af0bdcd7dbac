package dev.sekisho.policy.bots;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.model.RegexCost;
import dev.sekisho.policy.FieldNames;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Regular expressions as one, so that a user agent is read once for all of them, in linear time. Immutable, thread-safe.
 *
 * @param pattern all of them, or one that finds nothing
 */
record AgentList(Pattern pattern) {

    /** Most instructions of all expressions of a list; with the length of a user agent it bounds the time of a look. */
    static final long MAX_COST = 4_000;

    /**
     * Compiles a list.
     *
     * @param setting the setting that gives it, for the message
     * @throws IllegalArgumentException where one is no expression of RE2, is empty, or all together cost too much
     */
    static AgentList of(String setting, List<String> expressions) {
        long cost = 0;
        for (int i = 0; i < expressions.size(); i++) {
            String expression = expressions.get(i);
            String where = setting + "[" + i + "]: " + FieldNames.printable(expression);
            cost += Math.min(RegexCost.of(expression), MAX_COST + 1);
            if (cost > MAX_COST) {
                throw new IllegalArgumentException(where + " (expected: fewer repetitions inside each other; all of "
                        + setting + " together cost more than " + MAX_COST + " instructions)");
            }
            check(where, expression);
        }
        return compiled(expressions, 0);
    }

    /** A built-in list, case aside. */
    static AgentList known(List<String> expressions) {
        return compiled(expressions, Pattern.CASE_INSENSITIVE);
    }

    private static AgentList compiled(List<String> expressions, int flags) {
        String all = expressions.stream().map(e -> "(?:" + e + ")").collect(Collectors.joining("|"));
        return new AgentList(Pattern.compile(all.isEmpty() ? "[^\\x00-\\x{10FFFF}]" : all, flags));
    }

    private static void check(String where, String expression) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException(where + " (expected: an expression that does not find everything)");
        }
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    where + " (expected: a regular expression in RE2 syntax; " + e.getMessage() + ")", e);
        }
    }

    /** Whether one of them finds something. */
    boolean finds(byte[] agent) {
        return pattern.matcher(agent).find(); // bytes as UTF-8
    }
}
