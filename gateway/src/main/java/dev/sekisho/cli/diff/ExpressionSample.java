package dev.sekisho.cli.diff;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a text that a regular expression in RE2 syntax matches: of alternatives the first one, of what may be repeated one, of what may
 * be missing none. What is made is tried, so that an expression with more to it has none. For one thread.
 */
final class ExpressionSample {

    private static final String CANDIDATES = "xa0A-_./~ :!@#$%&'()*+,;=?[]{}|^\"<>\\`";
    private static final int MOST = 1_000;

    private final String expression;
    private int at;

    private ExpressionSample(String expression) {
        this.expression = expression;
    }

    /** A text that the expression is found in, which starts with one of these texts; nothing where none could be made. */
    static Optional<String> of(String expression, List<String> starts) {
        try {
            Pattern pattern = Pattern.compile(expression);
            String text = new ExpressionSample(expression).alternatives();
            return Stream.concat(Stream.of(text), starts.stream().map(start -> start + text))
                    .filter(each -> starts.isEmpty() || starts.stream().anyMatch(each::startsWith))
                    .filter(each ->
                            each.length() <= MOST && pattern.matcher(each).find())
                    .findFirst();
        } catch (PatternSyntaxException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private String alternatives() {
        String first = sequence();
        while (at < expression.length() && expression.charAt(at) == '|') {
            at++;
            sequence();
        }
        return first;
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (at < expression.length() && expression.charAt(at) != '|' && expression.charAt(at) != ')') {
            String one = atom();
            text.append(one.repeat(times()));
        }
        return text.toString();
    }

    private String atom() {
        char c = expression.charAt(at);
        switch (c) {
            case '^', '$' -> {
                at++;
                return "";
            }
            case '(' -> {
                return group();
            }
            case '[' -> {
                return oneOf(classEnd());
            }
            case '.' -> {
                return oneOf(at + 1);
            }
            case '\\' -> {
                return escape();
            }
            default -> {
                at++;
                return String.valueOf(c);
            }
        }
    }

    private String group() {
        at++;
        if (expression.startsWith("?", at)) {
            int end = expression.indexOf(
                    expression.startsWith("?P<", at) || expression.startsWith("?<", at) ? '>' : ':', at);
            int close = expression.indexOf(')', at);
            if (end < 0 || close < end) { // flags for what follows, which belong to the whole
                at = close + 1;
                return "";
            }
            at = end + 1;
        }
        String text = alternatives();
        at++; // the closing bracket
        return text;
    }

    private String escape() {
        char c = expression.charAt(at + 1);
        if ("AzbB".indexOf(c) >= 0) {
            at += 2;
            return "";
        }
        if ("pP".indexOf(c) >= 0 && expression.charAt(at + 2) == '{') {
            return oneOf(expression.indexOf('}', at) + 1);
        }
        return oneOf(at + 2);
    }

    /** Where the class that begins here ends; a closing bracket that stands first belongs to it. */
    private int classEnd() {
        int i = at + 1;
        i += expression.startsWith("^", i) ? 1 : 0;
        i += expression.startsWith("]", i) ? 1 : 0;
        while (expression.charAt(i) != ']') {
            if (expression.startsWith("[:", i)) {
                i = expression.indexOf(":]", i) + 1;
            } else if (expression.charAt(i) == '\\') {
                i++;
            }
            i++;
        }
        return i + 1;
    }

    /** A character that the piece of the expression up to there takes. */
    private String oneOf(int end) {
        String piece = expression.substring(at, end);
        at = end;
        Matcher matcher = Pattern.compile(piece).matcher(CANDIDATES);
        if (matcher.find()) {
            return matcher.group();
        }
        String letters = "bcdefghijklmnopqrstuvwyzBCDEFGHIJKLMNOPQRSTUVWXYZ123456789";
        Matcher other = Pattern.compile(piece).matcher(letters);
        return other.find() ? other.group() : "";
    }

    private int times() {
        if (at == expression.length()) {
            return 1;
        }
        int times = 1;
        switch (expression.charAt(at)) {
            case '*', '+' -> at++;
            case '?' -> {
                at++;
                times = 0;
            }
            case '{' -> {
                int end = expression.indexOf('}', at);
                String[] bounds = expression.substring(at + 1, end).split(",", -1);
                at = end + 1;
                int most = bounds.length > 1 && !bounds[1].isEmpty() ? Integer.parseInt(bounds[1]) : MOST;
                times = Math.min(Math.max(Integer.parseInt(bounds[0]), 1), bounds.length > 1 ? most : MOST);
            }
            default -> {
                return 1;
            }
        }
        at += at < expression.length() && expression.charAt(at) == '?' ? 1 : 0; // as few as possible
        return times;
    }
}
