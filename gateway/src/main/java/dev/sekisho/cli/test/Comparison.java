package dev.sekisho.cli.test;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.cli.test.CaseResult.Difference;
import dev.sekisho.model.ValuePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Compares texts with what is expected of them; collects the differences. Belongs to one thread. */
final class Comparison {

    private static final int SHOWN = 200;

    private final List<Difference> differences = new ArrayList<>();

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    /** Adds a difference in these words. */
    void differs(String what, String expected, String actual) {
        differences.add(new Difference(what, expected, actual));
    }

    /** Compares a text with another one, where one is expected. */
    void equal(String what, Optional<?> expected, Optional<?> actual) {
        expected.map(String::valueOf).ifPresent(text -> {
            if (!actual.map(String::valueOf).equals(Optional.of(text))) {
                differs(
                        what,
                        quoted(text),
                        actual.map(value -> quoted(String.valueOf(value))).orElse("none"));
            }
        });
    }

    /** Compares values by name with their patterns. */
    void values(String what, Map<String, ValuePattern> expected, Function<String, Optional<String>> actual) {
        expected.forEach((name, pattern) -> value(what + "." + name, pattern, actual.apply(name)));
    }

    /** Compares a value with its pattern. */
    void value(String what, ValuePattern expected, Optional<String> actual) {
        boolean holds = switch (expected) {
            case ValuePattern.Exact(String text) -> actual.equals(Optional.of(text));
            case ValuePattern.Regex(String expression) ->
                actual.filter(text -> finds(expression, text)).isPresent();
            case ValuePattern.Present _ -> actual.isPresent();
            case ValuePattern.Absent _ -> actual.isEmpty();
        };
        if (!holds) {
            String wanted = switch (expected) {
                case ValuePattern.Exact(String text) -> quoted(text);
                case ValuePattern.Regex(String expression) -> "a match of " + quoted(expression);
                case ValuePattern.Present _ -> "any value";
                case ValuePattern.Absent _ -> "none";
            };
            differs(what, wanted, actual.map(Comparison::quoted).orElse("none"));
        }
    }

    /** The expression was checked when the case was read. */
    private static boolean finds(String expression, String text) {
        try {
            return Pattern.compile(expression).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new IllegalStateException(expression + " (expected: checked before)", e);
        }
    }

    /** Looks for texts in a body. */
    void contains(String what, List<String> expected, String actual) {
        for (String text : expected) {
            if (!actual.contains(text)) {
                differs(what, "one that holds " + quoted(text), quoted(actual));
            }
        }
    }

    /** A text on one line, cut where it is long. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().limit(SHOWN).forEach(c -> {
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out + "\"" + (text.codePointCount(0, text.length()) > SHOWN ? " and more" : "");
    }
}
