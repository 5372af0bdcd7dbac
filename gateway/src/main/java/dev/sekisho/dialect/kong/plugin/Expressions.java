package dev.sekisho.dialect.kong.plugin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.model.RegexCost;

/**
 * Regular expressions of plugins. Kong's are PCRE, the gateway's RE2 (linear time); what both read means the same in both, and what only
 * PCRE has, such as look-ahead and back-references, is an error.
 */
final class Expressions {

    private static final int MAX_LENGTH = 4_096;

    private Expressions() {}

    /** Whether it can be used; where it cannot, the translation is told why. */
    static boolean check(Settings settings, String field, String expression, Translation into) {
        if (expression.length() > MAX_LENGTH || RegexCost.of(expression) > RegexCost.MAX) {
            into.wrong(settings, field, expression, "a shorter expression, with fewer repetitions inside each other");
            return false;
        }
        try {
            Pattern.compile(expression);
            return true;
        } catch (PatternSyntaxException e) {
            into.refuse(
                    settings,
                    field,
                    "an expression of PCRE that RE2 has no counterpart for: " + e.getDescription(),
                    "write it without look-around, back-references and possessive quantifiers");
            return false;
        }
    }
}
