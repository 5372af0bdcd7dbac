package dev.sekisho.policy.json;

import dev.sekisho.policy.FieldNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands in a JSON text: names with dots between, elements by number from 0, or all of them by a star: {@code a.b[0].c},
 * {@code items[*].id}, {@code [*].id}. Names of other characters than letters, digits, {@code _}, {@code -}, {@code $} and {@code @} stand in
 * quotes: {@code a['b.c']}; a quote or backslash in there behind a backslash. Immutable.
 *
 * @param steps at least one
 */
public record JsonPath(List<Step> steps) {

    private static final int MAX_STEPS = 32;
    private static final Pattern STEP = Pattern.compile(
            "\\.?([\\p{L}\\p{N}_$@-]+)|\\[(?:(\\d{1,9})|(\\*)|'((?:[^'\\\\]|\\\\['\\\\])+)'|\"((?:[^\"\\\\]|\\\\[\"\\\\])+)\")\\]");

    /** A step downward. */
    public sealed interface Step {}

    /**
     * To a member of an object.
     *
     * @param text its name
     * @param bytes the same in UTF-8
     */
    public record Name(String text, byte[] bytes) implements Step {
        Name(String text) {
            this(text, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && name.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** To one element of an array. */
    public record Index(int number) implements Step {}

    /** To each element of an array. */
    public record Each() implements Step {}

    /**
     * Reads a path.
     *
     * @param setting the setting that gives it, for the message
     * @throws IllegalArgumentException where it is none
     */
    public static JsonPath parse(String setting, String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.region(at, text.length()).lookingAt() && startsWell(text, at)) {
            steps.add(step(matcher));
            at = matcher.end();
        }
        if (at < text.length() || steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException(
                    setting + ": " + FieldNames.printable(text) + " (expected: a path of at most " + MAX_STEPS
                            + " steps, such as a.b, items[0].id, items[*].id or a['b.c'])");
        }
        return new JsonPath(List.copyOf(steps));
    }

    /** The first name has no dot before it, all others have. */
    private static boolean startsWell(String text, int at) {
        return text.charAt(at) == '[' || (text.charAt(at) == '.') == (at > 0);
    }

    private static Step step(Matcher matcher) {
        if (matcher.group(1) != null) {
            return new Name(matcher.group(1));
        }
        if (matcher.group(2) != null) {
            return new Index(Integer.parseInt(matcher.group(2)));
        }
        if (matcher.group(3) != null) {
            return new Each();
        }
        String quoted = matcher.group(4) != null ? matcher.group(4) : matcher.group(5);
        return new Name(quoted.replaceAll("\\\\(.)", "$1"));
    }

    /** How many steps it has. */
    public int length() {
        return steps.size();
    }

    /** The last step. */
    public Step last() {
        return steps.getLast();
    }

    /** The same with another name at its end. */
    JsonPath sibling(String name) {
        List<Step> other = new ArrayList<>(steps);
        other.set(other.size() - 1, new Name(name));
        return new JsonPath(other);
    }

    /** Whether it may lead to several values. */
    boolean isMany() {
        return steps.stream().anyMatch(Each.class::isInstance);
    }

    /** Whether a value may stand at both, or one in the other. */
    boolean overlaps(JsonPath other) {
        for (int i = 0; i < Math.min(length(), other.length()); i++) {
            Step mine = steps.get(i);
            Step its = other.steps.get(i);
            boolean elements = !(mine instanceof Name) && !(its instanceof Name);
            if (!mine.equals(its) && !(elements && (mine instanceof Each || its instanceof Each))) {
                return false;
            }
        }
        return true;
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Index(int number) -> text.append('[').append(number).append(']');
                case Each() -> text.append("[*]");
                case Name name
                when name.text.matches("[\\p{L}\\p{N}_$@-]+") ->
                    text.append(text.isEmpty() ? "" : ".").append(name.text);
                case Name name ->
                    text.append("['")
                            .append(name.text.replaceAll("['\\\\]", "\\\\$0"))
                            .append("']");
            }
        }
        return text.toString();
    }
}
