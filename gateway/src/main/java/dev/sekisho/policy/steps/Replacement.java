package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What takes the place of path and query. Immutable, thread-safe.
 *
 * @param text as it was written
 * @param path the part before the question mark
 * @param query the part behind it; empty where there is no question mark
 * @param keepsQuery whether the present query stays, behind the new one
 */
record Replacement(String text, FieldValue path, Optional<FieldValue> query, boolean keepsQuery) {

    private static final Pattern ABSOLUTE =
            Pattern.compile("(https?://|\\{(?:scheme|connectionScheme)\\}).*", Pattern.DOTALL);

    static Replacement of(String setting, String text) {
        boolean drops = text.endsWith("?");
        String whole = drops ? text.substring(0, text.length() - 1) : text;
        if (whole.isEmpty() || whole.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '\\')) {
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(text)
                    + " (expected: ASCII without blanks; other characters as percent-encoded UTF-8)");
        }
        int mark = mark(whole);
        FieldValue path = Instructions.template(setting, mark < 0 ? whole : whole.substring(0, mark));
        Optional<FieldValue> query =
                mark < 0 ? Optional.empty() : Optional.of(Instructions.template(setting, whole.substring(mark + 1)));
        return new Replacement(text, path, query, !drops);
    }

    /** Where the first question mark stands outside of placeholders, or -1. */
    private static int mark(String text) {
        int brace = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                brace = text.indexOf('}', i);
            } else if (c == '?' && i > brace) {
                return i;
            }
        }
        return -1;
    }

    /** Whether it is a location of its own rather than a path. */
    boolean isAbsolute() {
        return ABSOLUTE.matcher(text).matches();
    }

    /** Whether it may become a path, which begins with a slash. */
    boolean mayBePath() {
        return text.startsWith("/") || text.startsWith("{");
    }

    String path(Exchange x) {
        return path.path(x);
    }

    /** The new query; {@code before} is the present one. */
    String query(Exchange x, String before) {
        String own = query.map(part -> part.query(x)).orElse("");
        if (!keepsQuery) {
            return own;
        }
        return own.isEmpty() ? before : before.isEmpty() ? own : own + "&" + before;
    }

    /** The same as a location. */
    String location(Exchange x) {
        String to = path.location(x);
        String asked = query(x, x.request().queryText().orElse(""));
        return asked.isEmpty() ? to : to + "?" + asked;
    }
}
