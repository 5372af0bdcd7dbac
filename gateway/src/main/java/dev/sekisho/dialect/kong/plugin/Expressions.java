package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.kong.entity.Regexes;
import java.util.Optional;

/**
 * Regular expressions of plugins. Kong's are PCRE, the gateway's RE2 (linear time); what both read means the same in both, and what only
 * PCRE has, such as look-ahead and back-references, is an error.
 */
final class Expressions {

    private Expressions() {}

    /** The expression as RE2 has it; where it has no counterpart, the translation is told why. */
    static Optional<String> of(Settings settings, String field, String expression, Translation into) {
        String portable = Regexes.portable(expression);
        Optional<String> problem = Regexes.problem(portable);
        problem.ifPresent(text -> into.refuse(
                settings, field, text, "write it without look-around, back-references and possessive quantifiers"));
        return problem.isPresent() ? Optional.empty() : Optional.of(portable);
    }
}
