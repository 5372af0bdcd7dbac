package dev.sekisho.dialect.kong.entity;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.RegexCost;
import java.util.Optional;

/** Brings Kong's regular expressions to RE2 syntax, and says where that cannot be. */
public final class Regexes {

    /** Length of an expression; the model takes no longer ones. */
    private static final int MAX_LENGTH = 4_096;

    private Regexes() {}

    /** The expression with named groups as every reader of RE2 syntax has them. */
    public static String portable(String expression) {
        return expression.replaceAll("\\(\\?<(?=[A-Za-z_])", "(?P<");
    }

    /** An expression that begins where the text does, as paths of Kong do. */
    public static String anchored(String expression) {
        String portable = portable(expression);
        return portable.startsWith("^") ? portable : "^" + portable;
    }

    /** Text that stands for itself. */
    public static String literal(String text) {
        return Pattern.quote(text);
    }

    /** What is wrong with an expression; nothing where it can be run. */
    public static Optional<String> problem(String expression) {
        if (expression.length() > MAX_LENGTH) {
            return Optional.of(expression.length() + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        if (RegexCost.of(expression) > RegexCost.MAX) {
            return Optional.of(Shown.text(expression) + " (expected: fewer repetitions inside each other)");
        }
        try {
            Pattern.compile(expression);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(Shown.text(expression) + " (expected: a regular expression in RE2 syntax; "
                    + Shown.text(String.valueOf(e.getDescription())) + ")");
        }
    }
}
