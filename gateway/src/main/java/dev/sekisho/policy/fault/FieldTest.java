package dev.sekisho.policy.fault;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.model.RegexCost;
import dev.sekisho.model.ValuePattern;
import dev.sekisho.policy.FieldNames;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * A condition on a field, with the meaning that it has in a route's match: some field of that name has the value. Immutable,
 * thread-safe; allocates nothing but for a regular expression.
 */
sealed interface FieldTest {

    /** Whether the request fulfils it. */
    boolean holds(Headers request);

    /** Some field of the name equals the text, byte for byte. */
    record Equal(HeaderName name, byte[] text) implements FieldTest {
        @Override
        public boolean holds(Headers request) {
            for (int i = request.find(name); i >= 0; i = request.find(name, i + 1)) {
                if (Ascii.equals(request.bytes(), request.valueStart(i), request.valueEnd(i), text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The regular expression finds something in some field of the name, in linear time; makes a String. */
    record Finds(HeaderName name, Predicate<String> pattern) implements FieldTest {
        @Override
        public boolean holds(Headers request) {
            for (int i = request.find(name); i >= 0; i = request.find(name, i + 1)) {
                int start = request.valueStart(i);
                int length = request.valueEnd(i) - start;
                if (pattern.test(new String(request.bytes(), start, length, StandardCharsets.UTF_8))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A field of the name is there, or is not. */
    record There(HeaderName name, boolean wanted) implements FieldTest {
        @Override
        public boolean holds(Headers request) {
            return request.contains(name) == wanted;
        }
    }

    /**
     * Compiles a condition.
     *
     * @throws IllegalArgumentException where name or expression is none
     */
    static FieldTest of(String field, ValuePattern value) {
        HeaderName name = FieldNames.field("headers", field);
        return switch (value) {
            case ValuePattern.Exact exact -> new Equal(name, exact.value().getBytes(StandardCharsets.UTF_8));
            case ValuePattern.Regex regex -> new Finds(name, compile(field, regex));
            case ValuePattern.Present() -> new There(name, true);
            case ValuePattern.Absent() -> new There(name, false);
        };
    }

    private static Predicate<String> compile(String field, ValuePattern.Regex regex) {
        if (RegexCost.of(regex.expression()) > RegexCost.MAX) {
            throw new IllegalArgumentException(
                    "headers." + field + ": " + regex + " (expected: fewer repetitions inside each other)");
        }
        try {
            Pattern pattern = Pattern.compile(regex.expression());
            return text -> pattern.matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "headers." + field + ": " + regex + " (expected: a regular expression in RE2 syntax; "
                            + e.getMessage() + ")",
                    e);
        }
    }
}
