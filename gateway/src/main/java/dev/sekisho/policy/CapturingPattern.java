package dev.sekisho.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.model.RegexCost;
import java.util.Map;

/**
 * A regular expression in RE2 syntax, whose time grows with the text and no more. What its groups took where it matched is known to the
 * exchange then, for placeholders {@code {capture.N}}. Immutable, thread-safe.
 */
public final class CapturingPattern {

    private final Pattern pattern;
    private final Map<String, Integer> numbers;

    private CapturingPattern(Pattern pattern) {
        this.pattern = pattern;
        this.numbers = Map.copyOf(pattern.namedGroups());
    }

    /**
     * Of an expression.
     *
     * @param setting the setting that gives it, for the message
     * @param anyCase whether it is without regard to case
     * @throws IllegalArgumentException where it is none in RE2 syntax, or would need too much memory
     */
    public static CapturingPattern of(String setting, String expression, boolean anyCase) {
        if (RegexCost.of(expression) > RegexCost.MAX) {
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(expression)
                    + " (expected: fewer repetitions inside each other)");
        }
        try {
            return new CapturingPattern(Pattern.compile(expression, anyCase ? Pattern.CASE_INSENSITIVE : 0));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    setting + ": " + FieldNames.printable(expression)
                            + " (expected: a regular expression in RE2 syntax; " + e.getMessage() + ")",
                    e);
        }
    }

    /** The same; where it does not match, no number is known to the exchange any more, while names are. */
    public boolean tried(Exchange x, String text) {
        boolean matches = matches(x, text);
        if (!matches) {
            x.captures(x.captures().missed());
        }
        return matches;
    }

    /** Whether it matches somewhere in the text; where it does, the exchange knows its groups. The empty one leaves those known before. */
    public boolean matches(Exchange x, String text) {
        if (pattern.pattern().isEmpty()) {
            return true;
        }
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return false;
        }
        String[] groups = new String[matcher.groupCount() + 1];
        for (int i = 0; i < groups.length; i++) {
            String group = matcher.group(i);
            groups[i] = group == null ? "" : group;
        }
        x.captures(x.captures().matched(groups, numbers));
        return true;
    }
}
