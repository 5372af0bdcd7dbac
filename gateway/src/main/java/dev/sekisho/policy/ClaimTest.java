package dev.sekisho.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.model.RegexCost;
import dev.sekisho.model.ValuePattern;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A condition on a claim, with the forms of a route's match; of a list some element must fulfil it. Immutable, thread-safe. */
public record ClaimTest(ClaimPath path, Predicate<List<String>> test) {

    /**
     * Compiles a condition.
     *
     * @throws IllegalArgumentException where the regular expression is none
     */
    public static ClaimTest of(String claim, ValuePattern value) {
        ClaimPath path = ClaimPath.of("claims", claim);
        return switch (value) {
            case ValuePattern.Exact exact -> new ClaimTest(path, found -> found.contains(exact.value()));
            case ValuePattern.Present() -> new ClaimTest(path, found -> !found.isEmpty());
            case ValuePattern.Absent() -> new ClaimTest(path, List::isEmpty);
            case ValuePattern.Regex regex -> {
                Pattern pattern = compile(claim, regex);
                yield new ClaimTest(
                        path,
                        found -> found.stream()
                                .anyMatch(text -> pattern.matcher(text).find()));
            }
        };
    }

    private static Pattern compile(String claim, ValuePattern.Regex regex) {
        if (RegexCost.of(regex.expression()) > RegexCost.MAX) {
            throw new IllegalArgumentException(
                    "claims." + claim + ": " + regex + " (expected: fewer repetitions inside each other)");
        }
        try {
            return Pattern.compile(regex.expression());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "claims." + claim + ": " + regex + " (expected: a regular expression in RE2 syntax; "
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** Whether the claims fulfil it. */
    public boolean holds(Map<String, Object> claims) {
        return test.test(path.texts(claims));
    }
}
