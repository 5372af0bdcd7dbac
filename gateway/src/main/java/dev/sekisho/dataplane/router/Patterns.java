package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.PathPattern;
import java.util.Arrays;
import java.util.List;

/** What single patterns fit and how they rank, on Strings: for explanations, not for traffic. */
final class Patterns {

    private Patterns() {}

    /** Whether the pattern fits the canonical host. */
    static boolean fits(HostPattern pattern, String host) {
        return pattern.wildcard()
                ? host.length() > pattern.name().length() && host.endsWith(pattern.name())
                : host.equals(pattern.name());
    }

    /** Whether the pattern fits the normalised path. */
    static boolean fits(PathPattern pattern, String path) {
        return switch (pattern) {
            case PathPattern.Exact exact -> exact.path().equals(path);
            case PathPattern.Regex regex ->
                Pattern.compile(regex.expression()).matcher(path).find();
            case PathPattern.Prefix prefix -> prefix.path().isEmpty() || fits(segments(prefix), true, path);
            case PathPattern.Template template -> fits(template.segments(), template.prefix(), path);
        };
    }

    private static boolean fits(List<String> wanted, boolean prefix, String path) {
        List<String> sent = segments(path);
        if (!path.startsWith("/") || (prefix ? sent.size() < wanted.size() : sent.size() != wanted.size())) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (isVariable(wanted.get(i))
                    ? sent.get(i).isEmpty()
                    : !wanted.get(i).equals(sent.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The segments of a path that starts with a slash. */
    static List<String> segments(String path) {
        return path.isEmpty() ? List.of() : Arrays.asList(path.substring(1).split("/", -1));
    }

    /** The segments of a pattern; none for a regular expression. */
    static List<String> segments(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact exact -> segments(exact.path());
            case PathPattern.Prefix prefix -> segments(prefix.path());
            case PathPattern.Template template -> template.segments();
            case PathPattern.Regex _ -> List.of();
        };
    }

    /** Whether a segment of a template is a variable. */
    static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    /** Greater than 0 where the first host pattern goes before the second, both fitting one host. */
    static int compare(HostPattern one, HostPattern other) {
        return one.wildcard() == other.wildcard()
                ? Integer.compare(one.name().length(), other.name().length())
                : one.wildcard() ? -1 : 1;
    }

    /** Greater than 0 where the first path pattern goes before the second, both fitting one path. */
    static int compare(PathPattern one, PathPattern other) {
        int byKind = Integer.compare(rank(one), rank(other));
        if (byKind != 0) {
            return byKind;
        }
        List<String> segments = segments(one);
        List<String> others = segments(other);
        int byLength = Integer.compare(segments.size(), others.size());
        for (int i = 0; byLength == 0 && i < segments.size(); i++) {
            int byLiteral = Boolean.compare(isVariable(others.get(i)), isVariable(segments.get(i)));
            if (byLiteral != 0) {
                return byLiteral;
            }
        }
        return byLength;
    }

    private static int rank(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact _ -> 3;
            case PathPattern.Template template -> template.prefix() ? 1 : 2;
            case PathPattern.Prefix _ -> 1;
            case PathPattern.Regex _ -> 0;
        };
    }

    /** The kind of a pattern with its text: {@code prefix /users/*}. */
    static String describe(PathPattern pattern) {
        return switch (pattern) {
                    case PathPattern.Exact _ -> "exact ";
                    case PathPattern.Template template -> template.prefix() ? "prefix " : "template ";
                    case PathPattern.Prefix _ -> "prefix ";
                    case PathPattern.Regex _ -> "regular expression ";
                }
                + pattern;
    }
}
