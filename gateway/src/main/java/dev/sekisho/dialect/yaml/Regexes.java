package dev.sekisho.dialect.yaml;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.model.RegexCost;

/** Checks regular expressions of a configuration as the data plane will compile them: RE2 syntax, linear time. */
final class Regexes {

    /** Length of an expression; the longest known in the wild hold a few hundred characters. */
    private static final int MAX_LENGTH = 4_096;

    private Regexes() {}

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException where it is none, or too large
     */
    static Pattern check(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    expression.length() + " characters (expected: a regular expression of at most " + MAX_LENGTH + ")");
        }
        if (RegexCost.of(expression) > RegexCost.MAX) {
            throw new IllegalArgumentException(expression + " (expected: fewer repetitions inside each other)");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    expression + " (expected: a regular expression in RE2 syntax; " + e.getDescription() + ")", e);
        }
    }
}
