package dev.sekisho.policy.requestline;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.model.RegexCost;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import java.util.Optional;

/** How a path becomes another one. Immutable, thread-safe. */
sealed interface PathEdit {

    /** The new path; empty where it stays. */
    Optional<String> apply(Exchange x);

    /** Stays as it is. */
    record Keep() implements PathEdit {
        @Override
        public Optional<String> apply(Exchange x) {
            return Optional.empty();
        }
    }

    /** Made anew. */
    record Template(FieldValue path) implements PathEdit {
        @Override
        public Optional<String> apply(Exchange x) {
            return Optional.of(path.path(x));
        }
    }

    /** The first match of an expression is replaced. */
    record Regex(Pattern pattern, String replacement) implements PathEdit {
        @Override
        public Optional<String> apply(Exchange x) {
            Matcher matcher = pattern.matcher(x.request().forwardText());
            return matcher.find() ? Optional.of(matcher.replaceFirst(replacement)) : Optional.empty();
        }
    }

    /**
     * As the settings say.
     *
     * @throws IllegalArgumentException where they cannot work
     */
    static PathEdit of(RequestLineConfig config) {
        if (config.path().isPresent() && config.regex().isPresent()) {
            throw new IllegalArgumentException("path and regex: both (expected: at most one of them)");
        }
        return config.path()
                .map(PathEdit::template)
                .or(() -> config.regex().map(PathEdit::regex))
                .orElseGet(Keep::new);
    }

    private static PathEdit template(String path) {
        boolean rooted = path.startsWith("/") || path.startsWith("{path}");
        if (!rooted || path.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '?' || c == '#' || c == '\\')) {
            throw new IllegalArgumentException("path: " + FieldNames.printable(path)
                    + " (expected: a path that starts with /, in ASCII, without query; parameters stand in query)");
        }
        return new Template(FieldValue.template("path", path, Head.REQUEST));
    }

    private static PathEdit regex(RegexRewrite regex) {
        if (RegexCost.of(regex.pattern()) > RegexCost.MAX) {
            throw new IllegalArgumentException(
                    "regex.pattern: " + regex.pattern() + " (expected: fewer repetitions inside each other)");
        }
        try {
            Pattern pattern = Pattern.compile(regex.pattern());
            checkReplacement(pattern, regex.replacement());
            return new Regex(pattern, regex.replacement());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "regex.pattern: " + regex.pattern() + " (expected: a regular expression in RE2 syntax; "
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** Tries it on a match with all its groups, so that no request finds out that a group is not there. */
    private static void checkReplacement(Pattern pattern, String replacement) {
        StringBuilder groups = new StringBuilder("()".repeat(pattern.groupCount()));
        int number = 0;
        for (String name : pattern.namedGroups().keySet()) {
            groups.replace(number, number + 2, "(?P<" + name + ">)");
            number += name.length() + 6;
        }
        try {
            Pattern.compile(groups.toString()).matcher("").replaceFirst(replacement);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "regex.replacement: " + FieldNames.printable(replacement)
                            + " (expected: groups of the pattern only, which has " + pattern.groupCount() + ")",
                    e);
        }
    }
}
