package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Escapes;
import dev.sekisho.model.ValuePattern;
import java.nio.charset.StandardCharsets;

/** A {@link ValuePattern} made ready to be compared with bytes. Immutable, thread-safe. */
final class ValueTest {

    private static final byte[] NOTHING = {};
    private static final Pattern ANYTHING = Pattern.compile("");

    private enum Kind {
        EXACT,
        REGEX,
        PRESENT,
        ABSENT
    }

    private final Kind kind;
    private final byte[] text;
    private final Pattern pattern;

    private ValueTest(Kind kind, byte[] text, Pattern pattern) {
        this.kind = kind;
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern; text is compared as UTF-8.
     *
     * @throws com.google.re2j.PatternSyntaxException where the regular expression is none
     */
    static ValueTest of(ValuePattern value) {
        return switch (value) {
            case ValuePattern.Exact exact ->
                new ValueTest(Kind.EXACT, exact.value().getBytes(StandardCharsets.UTF_8), ANYTHING);
            case ValuePattern.Regex regex -> new ValueTest(Kind.REGEX, NOTHING, Pattern.compile(regex.expression()));
            case ValuePattern.Present() -> new ValueTest(Kind.PRESENT, NOTHING, ANYTHING);
            case ValuePattern.Absent() -> new ValueTest(Kind.ABSENT, NOTHING, ANYTHING);
        };
    }

    /** Whether it wants that there is no value at all. */
    boolean isAbsent() {
        return kind == Kind.ABSENT;
    }

    /** Whether a value is what is wanted, byte for byte. */
    boolean accepts(byte[] bytes, int start, int end) {
        return switch (kind) {
            case EXACT -> end - start == text.length && matches(bytes, start);
            case REGEX -> finds(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            case PRESENT -> true;
            case ABSENT -> false;
        };
    }

    private boolean matches(byte[] bytes, int start) {
        for (int i = 0; i < text.length; i++) {
            if (bytes[start + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean finds(String value) {
        return pattern.matcher(value).find();
    }

    /** The same for a value of a query, whose escapes are decoded first. */
    boolean acceptsEscaped(byte[] bytes, int start, int end) {
        return switch (kind) {
            case EXACT -> Escapes.equal(bytes, start, end, text);
            case REGEX -> finds(Escapes.decode(bytes, start, end));
            case PRESENT -> true;
            case ABSENT -> false;
        };
    }
}
