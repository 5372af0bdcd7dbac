package dev.sekisho.dialect.nginx.variables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A text with variables, such as {@code "$scheme://${host}/x"}. Immutable.
 *
 * @param parts its parts in order
 */
public record Template(List<Part> parts) {

    /** Copies the list. */
    public Template {
        parts = List.copyOf(parts);
    }

    /** A part of it. */
    public sealed interface Part {

        /** Where it begins in the text, in characters from 0. */
        int offset();
    }

    /** Characters that stand for themselves. */
    public record Text(String text, int offset) implements Part {}

    /** A variable, by its name in lower case. */
    public record Variable(String name, int offset) implements Part {}

    /** A group of the regular expression that matched last, {@code $1} to {@code $9}. */
    public record Capture(int number, int offset) implements Part {}

    /** A text that cannot be read; the message is nginx's. */
    @SuppressWarnings("serial")
    public static final class InvalidTemplateException extends Exception {
        InvalidTemplateException(String message) {
            super(message, null, false, false);
        }

        /** What nginx says. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }

    /** Reads a text as nginx's scripts do, where {@code $1} to {@code $9} are groups. */
    public static Template parse(String text) throws InvalidTemplateException {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != '$') {
                int end = text.indexOf('$', at);
                end = end < 0 ? text.length() : end;
                parts.add(new Text(text.substring(at, end), at));
                at = end;
            } else {
                at = dollar(text, at, parts);
            }
        }
        return new Template(parts);
    }

    private static int dollar(String text, int dollar, List<Part> parts) throws InvalidTemplateException {
        int at = dollar + 1;
        if (at == text.length()) {
            throw new InvalidTemplateException("invalid variable name");
        }
        char first = text.charAt(at);
        if (first >= '1' && first <= '9') {
            parts.add(new Capture(first - '0', dollar));
            return at + 1;
        }
        boolean bracket = first == '{';
        int start = bracket ? at + 1 : at;
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        if (bracket && start == text.length()) {
            throw new InvalidTemplateException("invalid variable name");
        }
        String name = text.substring(start, end);
        if (bracket && (end == text.length() || text.charAt(end) != '}')) {
            throw new InvalidTemplateException("the closing bracket in \"" + name + "\" variable is missing");
        }
        if (name.isEmpty()) {
            throw new InvalidTemplateException("invalid variable name");
        }
        parts.add(new Variable(name.toLowerCase(Locale.ROOT), dollar));
        return bracket ? end + 1 : end;
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    /** The variables in it, in order. */
    public List<Variable> variables() {
        return parts.stream()
                .filter(Variable.class::isInstance)
                .map(Variable.class::cast)
                .toList();
    }

    /** Whether it has neither variables nor groups. */
    public boolean isConstant() {
        return parts.stream().allMatch(Text.class::isInstance);
    }

    /** As it could be written. */
    @Override
    public String toString() {
        return parts.stream()
                .map(part -> switch (part) {
                    case Text text -> text.text();
                    case Variable variable -> "${" + variable.name() + "}";
                    case Capture capture -> "$" + capture.number();
                })
                .collect(Collectors.joining());
    }
}
