package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The condition of an {@code if}: a variable alone, one compared with a text or an expression, or a test of a file.
 *
 * @param variable the variable, its dollar sign included; none where a file is tested
 * @param operator {@code =}, {@code !=}, {@code ~}, {@code ~*}, {@code !~}, {@code !~*}, or a test such as {@code -f} and
 *     {@code !-f}; empty for a variable alone
 * @param operand what it is compared with; the file that is tested
 */
public record Condition(Optional<Word> variable, String operator, Optional<Word> operand) {

    private static final Set<String> COMPARISONS = Set.of("=", "!=");
    private static final Set<String> REGEXES = Set.of("~", "~*", "!~", "!~*");
    private static final Set<String> TESTS = Set.of("-f", "-d", "-e", "-x", "!-f", "!-d", "!-e", "!-x");

    /** Reads the words behind {@code if}. */
    static Condition parse(List<Word> words) throws Refusal {
        Word first = words.getFirst();
        if (!first.text().startsWith("(")) {
            throw invalid(first.text(), first);
        }
        List<Word> inner = new ArrayList<>(words);
        cutFirst(inner);
        if (inner.isEmpty() || !inner.getLast().text().endsWith(")")) {
            throw invalid(inner.isEmpty() ? "" : inner.getLast().text(), words.getLast());
        }
        cutLast(inner);
        if (inner.isEmpty()) {
            throw invalid(")", first);
        }
        return inner.getFirst().text().startsWith("$")
                        && inner.getFirst().text().length() > 1
                ? variable(inner)
                : test(inner);
    }

    private static Condition variable(List<Word> words) throws Refusal {
        Word variable = words.getFirst();
        if (words.size() != 1 && words.size() != 3) {
            throw invalid(variable.text(), variable);
        }
        if (words.size() == 1) {
            return new Condition(Optional.of(variable), "", Optional.empty());
        }
        String operator = words.get(1).text();
        if (!COMPARISONS.contains(operator) && !REGEXES.contains(operator)) {
            throw new Refusal(
                    "unexpected \"" + operator + "\" in condition", words.get(1).at());
        }
        return new Condition(Optional.of(variable), operator, Optional.of(words.get(2)));
    }

    private static Condition test(List<Word> words) throws Refusal {
        Word operator = words.getFirst();
        if (words.size() != 2 || !TESTS.contains(operator.text())) {
            throw invalid(operator.text(), operator);
        }
        return new Condition(Optional.empty(), operator.text(), Optional.of(words.get(1)));
    }

    private static void cutFirst(List<Word> words) {
        Word first = words.removeFirst();
        if (first.text().length() > 1) {
            Origin at = first.at();
            Origin next = new Origin(at.source(), at.line(), at.column() + 1);
            words.addFirst(new Word(first.text().substring(1), first.quoting(), next));
        }
    }

    private static void cutLast(List<Word> words) {
        Word last = words.removeLast();
        if (last.text().length() > 1) {
            words.addLast(new Word(last.text().substring(0, last.text().length() - 1), last.quoting(), last.at()));
        }
    }

    private static Refusal invalid(String text, Word word) {
        return new Refusal("invalid condition \"" + text + "\"", word.at());
    }

    /** The variable, where there is one. */
    List<Word> variables() {
        return variable.stream().toList();
    }

    /** Whether the operand is a regular expression. */
    public boolean isRegex() {
        return REGEXES.contains(operator);
    }

    /** Whether the operator is turned round by an exclamation mark. */
    public boolean isNegated() {
        return operator.startsWith("!");
    }

    /** The condition of an {@code if} that was found to be right; nothing where it is not. */
    public static Optional<Condition> of(List<Word> words) {
        try {
            return Optional.of(parse(words));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }
}
