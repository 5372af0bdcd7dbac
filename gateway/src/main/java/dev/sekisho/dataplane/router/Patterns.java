package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.PathPattern;
import java.util.Arrays;
import java.util.List;

/** What single patterns fit and how they rank, on Strings: for explanations, not for traffic. */
final class Patterns {

    private Patterns() {}

    /** Whether the pattern fits the canonical host, ports aside. */
    static boolean fits(HostPattern pattern, String host) {
        String name = pattern.name();
        return switch (pattern.kind()) {
            case EXACT -> host.equals(name);
            case LEADING -> host.length() > name.length() && host.endsWith(name);
            case TRAILING -> host.length() > name.length() && host.startsWith(name);
            case REGEX -> !host.isEmpty() && Pattern.compile(name).matcher(host).find();
        };
    }

    /** Whether the pattern fits the normalised path. */
    static boolean fits(PathPattern pattern, String path) {
        return switch (pattern) {
            case PathPattern.Exact exact -> exact.path().equals(path);
            case PathPattern.Start start -> path.startsWith(start.text());
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

    /** The segments of a pattern, of a start the last perhaps only in part; none for a regular expression. */
    static List<String> segments(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact exact -> segments(exact.path());
            case PathPattern.Prefix prefix -> segments(prefix.path());
            case PathPattern.Template template -> template.segments();
            case PathPattern.Start start -> segments(start.text());
            case PathPattern.Regex _ -> List.of();
        };
    }

    /** Whether a segment of a template is a variable. */
    static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    /**
     * Greater than 0 where the first host pattern goes before the second, both fitting one host.
     *
     * @param expressions the regular expressions of hosts, as the router tries them
     */
    static int compare(HostPattern one, HostPattern other, List<String> expressions) {
        int byKind = other.kind().compareTo(one.kind());
        if (byKind != 0) {
            return byKind;
        }
        return one.kind() == HostPattern.Kind.REGEX
                ? Integer.compare(expressions.indexOf(other.name()), expressions.indexOf(one.name()))
                : Integer.compare(one.name().length(), other.name().length());
    }

    /** Greater than 0 where the first path pattern goes before the second, both fitting the path. */
    static int compare(PathPattern one, PathPattern other, String path) {
        int byKind = Integer.compare(rank(one), rank(other));
        int byLength = byKind != 0 ? byKind : Integer.compare(matched(one, path), matched(other, path));
        if (byLength != 0) {
            return byLength;
        }
        if (one instanceof PathPattern.Start || other instanceof PathPattern.Start) {
            return Boolean.compare(other instanceof PathPattern.Start, one instanceof PathPattern.Start);
        }
        List<String> segments = segments(one);
        List<String> others = segments(other);
        for (int i = 0; i < Math.min(segments.size(), others.size()); i++) {
            int byLiteral = Boolean.compare(isVariable(others.get(i)), isVariable(segments.get(i)));
            if (byLiteral != 0) {
                return byLiteral;
            }
        }
        return 0;
    }

    /** How much of the path a prefix or start has matched; 0 for other patterns. */
    private static int matched(PathPattern pattern, String path) {
        return switch (pattern) {
            case PathPattern.Start start -> start.text().length();
            case PathPattern.Prefix prefix -> prefix.path().length();
            case PathPattern.Template template
            when template.prefix() -> end(path, template.segments().size());
            case PathPattern.Exact _, PathPattern.Template _, PathPattern.Regex _ -> 0;
        };
    }

    /** Where that many segments of the path end. */
    private static int end(String path, int segments) {
        int at = 0;
        for (int i = 0; i < segments; i++) {
            int slash = path.indexOf('/', at + 1);
            at = slash < 0 ? path.length() : slash;
        }
        return at;
    }

    private static int rank(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact _ -> 3;
            case PathPattern.Template template -> template.prefix() ? 1 : 2;
            case PathPattern.Prefix _, PathPattern.Start _ -> 1;
            case PathPattern.Regex _ -> 0;
        };
    }

    /** The kind of a pattern with its text: {@code prefix /users/*}. */
    static String describe(PathPattern pattern) {
        return switch (pattern) {
                    case PathPattern.Exact _ -> "exact ";
                    case PathPattern.Template template -> template.prefix() ? "prefix " : "template ";
                    case PathPattern.Prefix _ -> "prefix ";
                    case PathPattern.Start _ -> "start ";
                    case PathPattern.Regex _ -> "regular expression ";
                }
                + pattern;
    }
}
