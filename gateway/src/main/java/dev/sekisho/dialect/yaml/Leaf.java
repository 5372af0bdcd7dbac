package dev.sekisho.dialect.yaml;

import dev.sekisho.model.Address;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.Durations;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.model.TlsVersion;
import dev.sekisho.model.ValuePattern;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type whose values are written as one scalar.
 *
 * @param form the type in a few words
 * @param json its JSON type
 * @param pattern regular expression of its text forms, for editors; empty for none
 * @param bare whether it is written without quotes, as numbers and booleans are
 * @param parse reads the text; an {@link IllegalArgumentException} tells what is wrong
 * @param print writes what {@code parse} reads
 */
record Leaf(
        String form,
        String json,
        String pattern,
        boolean bare,
        Function<String, Object> parse,
        Function<Object, String> print) {

    private static final String UNSIGNED = "[0-9]+";

    private static final Map<Class<?>, Leaf> LEAVES = Map.ofEntries(
            Map.entry(String.class, text("text", "", s -> s)),
            Map.entry(int.class, integer(Integer::parseInt)),
            Map.entry(Integer.class, integer(Integer::parseInt)),
            Map.entry(long.class, integer(Long::parseLong)),
            Map.entry(Long.class, integer(Long::parseLong)),
            Map.entry(double.class, number()),
            Map.entry(Double.class, number()),
            Map.entry(boolean.class, truth()),
            Map.entry(Boolean.class, truth()),
            Map.entry(Duration.class, duration()),
            Map.entry(Instant.class, instant()),
            Map.entry(Size.class, text("size", "^(0|[0-9]+ ?(B|KiB|MiB|GiB|kB|KB|MB|GB))$", Size::parse)),
            Map.entry(Address.class, text("address", "^.*:[0-9]{1,5}$", Address::parse)),
            Map.entry(Cidr.class, text("address block", "^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$", Cidr::parse)),
            Map.entry(HostPattern.class, host()),
            Map.entry(
                    StatusPattern.class,
                    text("status", "^([1-5]xx|[1-5][0-9]{2}(-[1-5][0-9]{2})?)$", StatusPattern::parse)),
            Map.entry(TlsVersion.class, text("1.2 or 1.3", "^1\\.[23]$", TlsVersion::parse)),
            Map.entry(PathPattern.class, path()),
            Map.entry(ValuePattern.class, value()));

    /** Whether values of the class are written as one scalar. */
    static boolean covers(Class<?> type) {
        return type.isEnum() || LEAVES.containsKey(type);
    }

    /** The leaf of a class. */
    static Leaf of(Class<?> type) {
        Leaf leaf = LEAVES.get(type);
        if (leaf == null && type.isEnum()) {
            return choice(type);
        }
        if (leaf == null) {
            throw new IllegalArgumentException(type + " (expected: a type that has a text form)");
        }
        return leaf;
    }

    /** Whether the text is a bare number, which a duration or a size must not be. */
    static boolean unitless(String text) {
        return text.matches(UNSIGNED);
    }

    private static Leaf text(String form, String pattern, Function<String, Object> parse) {
        return new Leaf(form, "string", pattern, false, parse, Object::toString);
    }

    private static Leaf duration() {
        String pattern = "^(0|[0-9]+ ?(us|ms|s|m|h|d))$";
        return new Leaf("duration", "string", pattern, false, Durations::parse, d -> Durations.format((Duration) d));
    }

    private static Leaf instant() {
        return text("time", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}Z$", text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(text + " (expected: a time such as 2027-03-01T00:00:00Z)", e);
            }
        });
    }

    private static Leaf integer(Function<String, Object> parse) {
        Function<String, Object> strict = text -> {
            if (!text.matches("[-+]?[0-9]{1,19}")) {
                throw new IllegalArgumentException(text + " (expected: a whole number)");
            }
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text + " (expected: a smaller number)", e);
            }
        };
        return new Leaf("integer", "integer", "", true, strict, Object::toString);
    }

    private static Leaf number() {
        Function<String, Object> strict = text -> {
            if (!text.matches("[-+]?([0-9]{1,300}(\\.[0-9]{0,300})?|\\.[0-9]{1,300})([eE][-+]?[0-9]{1,3})?")) {
                throw new IllegalArgumentException(text + " (expected: a number)");
            }
            return Double.parseDouble(text);
        };
        return new Leaf("number", "number", "", true, strict, Object::toString);
    }

    private static Leaf truth() {
        Function<String, Object> strict = text -> switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> throw new IllegalArgumentException(text + " (expected: true or false)");
        };
        return new Leaf("boolean", "boolean", "", true, strict, Object::toString);
    }

    private static Leaf host() {
        return text("host pattern", "^(\\*\\.)?[^*/:~\\s]+(\\.\\*)?(:[0-9]{1,5})?$|^[\\[~]", text -> {
            HostPattern pattern = HostPattern.parse(text);
            if (pattern.kind() == HostPattern.Kind.REGEX) {
                Regexes.check(pattern.name());
            }
            return pattern;
        });
    }

    private static Leaf path() {
        Function<String, Object> parse = text -> {
            PathPattern pattern = PathPattern.parse(text);
            if (pattern instanceof PathPattern.Regex(String expression)) {
                Regexes.check(expression);
            }
            return pattern;
        };
        return new Leaf("path pattern", "string", "^([/~]|\\^/)", false, parse, p -> PatternText.of((PathPattern) p));
    }

    private static Leaf value() {
        Function<String, Object> parse = text -> {
            ValuePattern pattern = ValuePattern.parse(text);
            if (pattern instanceof ValuePattern.Regex(String expression)) {
                Regexes.check(expression);
            }
            return pattern;
        };
        return new Leaf("value pattern", "string", "", false, parse, p -> PatternText.of((ValuePattern) p));
    }

    private static Leaf choice(Class<?> type) {
        List<Object> constants = Arrays.asList(type.getEnumConstants());
        String names = constants.stream().map(Leaf::word).collect(Collectors.joining(" or "));
        Function<String, Object> parse = text -> constants.stream()
                .filter(c -> word(c).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text + " (expected: " + names + ")"));
        String pattern = "^(" + names.replace(" or ", "|") + ")$";
        return new Leaf(names, "string", pattern, false, parse, Leaf::word);
    }

    /** Its own text where it has one, else its name in small letters with hyphens. */
    private static String word(Object constant) {
        String name = ((Enum<?>) constant).name();
        String text = constant.toString();
        return text.equals(name) ? name.toLowerCase(Locale.ROOT).replace('_', '-') : text;
    }
}
